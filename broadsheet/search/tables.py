"""Words and letters that the analysis treats apart; the browser gets these tables with the index.

All words are written as they are after folding.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# They carry no subject. In titles they count a little: "attention is all you need" is to be found.
# By language, as far as its words are stemmed; single letters are none in any.
FUNCTION_WORDS = {
    "ar": _words(
        """
        أن أنا أو أي أيضا إذا إلى إليه إليها إن التي الذي الذين بعد بعض به بها بين تلك ثم حتى حول
        حيث خلال دون ذلك ضد عبر على عليه عليها عن عند غير في فيه فيها قبل قد كان كانت كل كما لا
        لدى لكن لم لن له لها ما مثل مع من منذ منه منها نحن هذا هذه هم هنا هناك هو هي وقد ولا ولم
        وما وهو وهي
        """
    ),
    "de": _words(
        """
        ab aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes
        auch auf aus bei beim bereits bevor bin bis bist bzw da dabei dadurch dafur daher damit
        danach dann daran darauf daraus darin daruber das dass davon dazu dem den denen denn der
        deren des dessen die dies diese diesem diesen dieser dieses doch dort du durch ebenso ein
        eine einem einen einer eines er es etwa fur gegen gegenuber gibt hat hatte hatten hier hin
        hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist ja je jede
        jedem jeden jeder jedes jedoch jene jenen jener kann kein keine keinem keinen keiner
        konnen man mehr mein mit muss nach nicht nichts noch nun nur ob oder ohne sehr sei sein
        seine seinem seinen seiner seines seit selbst sich sie sind so sogar solche solchen soll
        sollen sondern sonst sowie statt trotz uber um und uns unser unsere unserer unter vom von
        vor war waren warum was weder weil welche welchem welchen welcher welches wenn wer werden
        wie wieder wird wo wobei wodurch worden wurde wurden zu zum zur zwar zwischen
        """
    ),
    "en": _words(
        """
        about above after again all also am an and any are as at be because been before being
        below between both but by can could did do does doing down during each either etc few for
        from further had has have having he her here hers him his how if in into is it its itself
        just ll may me might more most much must my no nor not now of off on once only or other
        our out over own same shall she should so some such than that the their them then there
        these they this those through to too under until up upon us very via was we were what when
        where whether which while who whom whose why will with within without would you your re ve
        don
        """
    ),
    "es": _words(
        """
        acerca al algo algun alguna algunas alguno algunos ante antes aquel aquella aquellas
        aquello aquellos asi aun aunque bajo cada casi como con contra cual cuales cuando cuanto
        de del desde donde durante el ella ellas ellos en entre era eran es esa esas ese eso esos
        esta estaba estan estar estas este esto estos fue fueron ha haber habia han hasta hay la
        las le les lo los mas me mediante mi mientras mis muy nada ni no nos nosotros nuestra
        nuestras nuestro nuestros os otra otras otro otros para pero poco por porque pues que
        quien quienes se sea segun ser si sido sin sino sobre son su sus tal tales tambien tan
        tanto te toda todas todo todos tras tu un una unas uno unos ya yo
        """
    ),
    "fr": _words(
        """
        afin ainsi alors apres au aucun aucune aussi autre autres aux avant avec avoir car ce ceci
        cela celle celles celui ces cet cette ceux chaque chez comme comment dans de depuis des
        donc dont du elle elles en encore entre est et etait ete etre eux il ils je la laquelle le
        lequel les lesquelles lesquels leur leurs lors lui ma mais me meme memes mes moins mon ne
        ni non nos notre nous on ont ou par parce pas pendant peu peut plus plusieurs pour
        pourquoi qu quand que quel quelle quelles quels qui quoi sa sans se selon ses si sinon son
        sont sous sur ta tandis tel telle telles tels tes ton toujours tous tout toute toutes tres
        tu un une vers via vos votre vous
        """
    ),
    "it": _words(
        """
        ad agli ai al alcun alcuna alcune alcuni all alla alle allo anche ancora avere che chi ci
        cio come con contro cosi cui da dagli dai dal dall dalla dalle dallo degli dei del dell
        della delle dello dentro di dopo dove durante ed egli era erano essa esse essere essi esso
        fino fra fu gli ha hanno il in invece io la le lei li lo loro lui ma me mediante mentre mi
        mia mie mio molto ne negli nei nel nell nella nelle nello noi non nostra nostre nostri
        nostro ogni oltre per perche piu poi presso prima pur quale quali quando quanto quasi
        quella quelle quelli quello questa queste questi questo qui se secondo sempre senza si sia
        siano sono sopra sotto sta stata stato stesso su sua sue sugli sui sul sull sulla sulle
        sullo suo suoi tale tali tra tutta tutte tutti tutto un una uno verso vi voi
        """
    ),
    "pt": _words(
        """
        acerca ainda alem alguem algum alguma algumas alguns ante antes ao aos apenas apos aquela
        aquelas aquele aqueles aquilo as assim ate cada com como contra da das de dela delas dele
        deles desde dessa desse desta deste do dos durante ela elas ele eles em embora enquanto
        entre era eram essa essas esse esses esta estao estas estava este estes eu foi foram ha
        isso isto ja la lhe lhes mais mas me mediante mesmo meu minha muito na nao nas nem nenhum
        nessa nesse nesta neste no nos nossa nossas nosso nossos num numa onde os ou outra outras
        outro outros para pela pelas pelo pelos perante pode podem pois por porem porque quais
        qual quando quanto que quem sao se seja sem sendo ser seu seus sob sobre sua suas tal
        tambem tao te tem teve toda todas todo todos tu um uma umas uns
        """
    ),
    "ru": _words(
        """
        без более больше бы был была были было быть вам вас весь во вот все всего всех вы где да
        даже для до его ее если есть еще же за здесь из или им их как какая какие какои ко когда
        которая которого которое которои которые которыи которым которых кто ли лишь между меня
        мне много может можно мои мы на над надо наш наша не него нее неи нельзя нет ни них но об
        однако он она они оно от очень перед по под после при про раз сам своего своеи свои своих
        себя со так такая также такие такои там те тем то того тоже тои только том тот ту ты уже
        хотя чего чем через что чтобы эта эти этих это этого этои этом этот
        """
    ),
}

# They speak of the search and not of its subject: "find articles which discuss ...".
ASKING_WORDS = _words(
    """
    article articles concern concerning concerns deal dealing deals describe described describes
    describing discuss discussed discusses discussing discussion discussions especially exist exists
    find include includes including interested know list literature looking mention mentioned
    mentions paper papers particular particularly please publication publications recommend
    recommended regarding relevant suggest want wanted
    """
)

# What does not fall apart into a letter and an accent.
LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "ı": "i",
    "ς": "σ",
}

# A letter that stands alone is a symbol, and has this name; TeX has a command for each.
GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "ο": "omicron",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
    "ς": "sigma",
}

# The languages whose words are stemmed, and what Snowball calls them. `static/stem` has the same
# algorithms for browsers.
STEMMERS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
    "ru": "russian",
}
