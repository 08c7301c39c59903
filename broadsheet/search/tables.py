"""Words and letters that the analysis treats apart; the browser gets these tables with the index.

All words are written as they are after folding.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# They carry no subject. In titles they count a little: "attention is all you need" is to be found.
FUNCTION_WORDS = _words(
    """
    a about above after again all also am an and any are as at be because been before being below
    between both but by can could did do does doing down during each either etc few for from further
    had has have having he her here hers him his how i if in into is it its itself just ll may me
    might more most much must my no nor not now of off on once only or other our out over own s same
    shall she should so some such t than that the their them then there these they this those
    through to too under until up upon us very via was we were what when where whether which while
    who whom whose why will with within without would you your d m re ve don
    """
)

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
