r"""What TeX's commands stand for: pylatexenc's two tables, and the one of what they lack.

pylatexenc reads the commands of LaTeX's kernel and of common packages, and writes Unicode as LaTeX
with those of `textcomp` and others. Ours adds what reference managers, publishers and reviews
write beyond that, such as Better BibTeX's `\ohorn` and MathSciNet's `\cprime`.
"""

from __future__ import annotations

import re
from functools import lru_cache


def _pairs(table: str) -> dict[str, str]:
    """Read a table of names and what they stand for, word by word."""
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


# Accents, each as the combining character that follows its letter.
_MARKS = r"""
` 0300  ' 0301  ^ 0302  ~ 0303  = 0304  u 0306  . 0307  " 0308  h 0309  r 030A  H 030B  v 030C
U 030E  G 030F  f 0311  d 0323  c 0327  k 0328  b 0331  t 0361
grave 0300  acute 0301  hat 0302  tilde 0303  bar 0304  breve 0306  dot 0307  ddot 0308
mathring 030A  check 030C
textcommabelow 0326  textcommaabove 0313  textsubring 0325  textsubdot 0323  cedilla 0327
textogonekcentered 0328  polhk 0328  ocirc 030A  soft 030C  udot 0323  dudot 0324
"""
ACCENTS = {name: chr(int(code, 16)) for name, code in _pairs(_MARKS).items()}
# Those that make another letter; the mark of a tone stands over them, and not under.
OF_THE_LETTER = "\u0302\u0306\u0308\u031b\u0326\u0327\u0328"
_LETTERS = _pairs("""
ohorn ơ  Ohorn Ơ  uhorn ư  Uhorn Ư  i ı  j ȷ  ij ĳ  IJ Ĳ  ss ß  SS ẞ  o ø  O Ø  l ł  L Ł  aa å  AA Å
ae æ  AE Æ  oe œ  OE Œ  dj đ  DJ Đ  dbar đ  Dbar Đ  th þ  TH Þ  dh ð  DH Ð  ng ŋ  NG Ŋ
cprime ʹ  cdprime ʺ
""")
_SIGNS = _pairs(r"""
& &  # #  _ _  { {  } }  ~ ~  lbrace {  rbrace }  textbraceleft {  textbraceright }
textless <  textgreater >  less <  greater >  lt <  gt >  textbar |  textunderscore _
textasciicircum ^  textasciitilde ~  textasciigrave `  textquotedbl "  textbackslash \
slash /  textslash /  textperiodcentered ·  textnumero №  textpercent %  textampersand &
textnumbersign #  textellipsis …  guillemotleft «  guillemotright »  guillemetleft «
guillemetright »  flqq «  frqq »  glqq „  grqq “  glq ‚  grq ‘  lq ‘  rq ’  quotedblbase „
quotesinglbase ‚  textquotedblbase „  degree °  celsius °C  degreeCelsius °C  textcelsius °C
euro €  EUR €  texthorizontalbar ―  textminus −  textohm Ω  micro µ  textmicro µ
textonehalf ½  textonequarter ¼  textthreequarters ¾  textnonbreakinghyphen -
S §  P ¶  ddag ‡  copyright ©  pounds £  flq ‹  frq ›  og «  fg »
TeX TeX  LaTeX LaTeX  LaTeXe LaTeX2e  BibTeX BibTeX  XeTeX XeTeX  LuaTeX LuaTeX  pdfTeX pdfTeX
ConTeXt ConTeXt  AmS AmS  AmSTeX AmSTeX  AmSLaTeX AmSLaTeX  MF METAFONT  MP MetaPost  Dash —
""") | dict.fromkeys((" ", "\n", "\t", "\r", "\\"), " ")
_SPACES = "item newline linebreak space nobreakspace thinspace medspace thickspace enspace enskip"
_SIGNS |= dict.fromkeys(_SPACES.split(), " ")
_OPENING = frozenset(["glqq", "glq", "og", "quotedblbase", "quotesinglbase"])
# What only sets the text that follows, or stands for nothing.
_SILENT = r"""
em it bf sc tt rm sl sf bfseries mdseries itshape scshape slshape upshape ttfamily rmfamily
sffamily normalfont normalsize tiny scriptsize footnotesize small large Large LARGE huge Huge
xspace protect relax noindent centering raggedright selectfont displaystyle textstyle allowbreak
nobreak unskip ignorespaces null strut leavevmode sloppy boldmath unboldmath hfill newblock smc
nolimits limits smallskip medskip bigskip maketitle textcompwordmark else fi ! / - @
"""
SILENT = frozenset(_SILENT.split())
# Those of pylatexenc's that are no signs: a date, a place for what is not there.
_ABSENT = "today ref autoref cref Cref eqref cite citet citep title author date input include"
_NO_SIGN = frozenset(_ABSENT.split())
_NAME = re.compile(r"\\(?:ensuremath\{\\)?([A-Za-z]+)\}?")


def is_letter(name: str) -> bool:
    """Return whether a command is a letter or a sign of text, after which TeX drops white space.

    It does so behind each; people count on it where a quotation begins, and forget it elsewhere.
    """
    return name in _LETTERS or name in _OPENING or name.startswith("text")


@lru_cache(maxsize=1024)
def sign_of(name: str) -> str | None:
    """Return the characters that a command without arguments stands for; None if not known."""
    if name in SILENT:
        return ""
    if name == "par":
        return "\n\n"
    for table in (_LETTERS, _SIGNS, _library()):
        if name in table:
            return table[name]
    of_greek = name.removeprefix("text")  # \textalpha, as in textgreek
    return sign_of(of_greek) if of_greek not in (name, "") else None


@lru_cache(maxsize=1)
def _library() -> dict[str, str]:
    """Return the signs that pylatexenc knows, from LaTeX and to it."""
    from pylatexenc.latex2text import get_default_latex_context_db  # noqa: PLC0415 - 60 ms

    found: dict[str, str] = {}
    for sign, tex in _tex_of_signs().items():
        if name := _NAME.fullmatch(tex):
            found.setdefault(name[1], sign)
    for spec in get_default_latex_context_db().iter_macro_specs():
        meant = spec.simplify_repl
        if isinstance(meant, str) and meant and "%" not in meant:
            found[spec.macroname] = " " if meant.isspace() else meant
    return {name: sign for name, sign in found.items() if name not in _NO_SIGN}


@lru_cache(maxsize=1)
def _tex_of_signs() -> dict[str, str]:
    """Return how pylatexenc writes each character."""
    from pylatexenc.latexencode import get_builtin_uni2latex_dict  # noqa: PLC0415 - 60 ms

    return {chr(code): str(tex) for code, tex in get_builtin_uni2latex_dict().items()}


def tex_of_sign(sign: str) -> str:
    """Return a Greek letter or a sign of mathematics as a command, and any other as it is."""
    tex = _tex_of_signs().get(sign, sign)
    is_maths = tex.startswith("\\ensuremath{\\")
    return tex.removeprefix("\\ensuremath{").removesuffix("}") + " " if is_maths else sign
