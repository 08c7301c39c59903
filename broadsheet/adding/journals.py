r"""Journals by the names that BibTeX files have for them.

ADS writes commands, as `\aap` for Astronomy and Astrophysics; the list is AASTeX's:
https://ui.adsabs.harvard.edu/help/actions/journal-macros. The styles that come with BibTeX define
an @string for some journals of computer science, see plain.bst in https://ctan.org/pkg/bibtex.
"""

from __future__ import annotations

_JOURNALS = """
aj        Astronomical Journal
apj       Astrophysical Journal
apjl      Astrophysical Journal Letters
apjlett   Astrophysical Journal Letters
apjs      Astrophysical Journal Supplement Series
apjsupp   Astrophysical Journal Supplement Series
ao        Applied Optics
applopt   Applied Optics
apss      Astrophysics and Space Science
aap       Astronomy and Astrophysics
aapr      Astronomy and Astrophysics Review
aaps      Astronomy and Astrophysics Supplement Series
actaa     Acta Astronomica
araa      Annual Review of Astronomy and Astrophysics
azh       Astronomicheskii Zhurnal
baas      Bulletin of the American Astronomical Society
caa       Chinese Astronomy and Astrophysics
cjaa      Chinese Journal of Astronomy and Astrophysics
fcp       Fundamentals of Cosmic Physics
gca       Geochimica et Cosmochimica Acta
grl       Geophysical Research Letters
iaucirc   International Astronomical Union Circulars
icarus    Icarus
jcap      Journal of Cosmology and Astroparticle Physics
jcp       Journal of Chemical Physics
jgr       Journal of Geophysical Research
jqsrt     Journal of Quantitative Spectroscopy and Radiative Transfer
jrasc     Journal of the Royal Astronomical Society of Canada
memras    Memoirs of the Royal Astronomical Society
memsai    Memorie della Società Astronomica Italiana
mnras     Monthly Notices of the Royal Astronomical Society
na        New Astronomy
nar       New Astronomy Review
nat       Nature
nphysa    Nuclear Physics A
pasa      Publications of the Astronomical Society of Australia
pasj      Publications of the Astronomical Society of Japan
pasp      Publications of the Astronomical Society of the Pacific
physrep   Physics Reports
physscr   Physica Scripta
planss    Planetary and Space Science
pra       Physical Review A
prb       Physical Review B
prc       Physical Review C
prd       Physical Review D
pre       Physical Review E
prl       Physical Review Letters
procspie  Proceedings of the SPIE
psj       Planetary Science Journal
qjras     Quarterly Journal of the Royal Astronomical Society
rmxaa     Revista Mexicana de Astronomía y Astrofísica
skytel    Sky and Telescope
solphys   Solar Physics
sovast    Soviet Astronomy
ssr       Space Science Reviews
zap       Zeitschrift für Astrophysik
"""
_OF_STYLES = """
acmcs     ACM Computing Surveys
acta      Acta Informatica
cacm      Communications of the ACM
ibmjrd    IBM Journal of Research and Development
ibmsj     IBM Systems Journal
ieeese    IEEE Transactions on Software Engineering
ieeetc    IEEE Transactions on Computers
ieeetcad  IEEE Transactions on Computer-Aided Design of Integrated Circuits
ipl       Information Processing Letters
jacm      Journal of the ACM
jcss      Journal of Computer and System Sciences
scp       Science of Computer Programming
sicomp    SIAM Journal on Computing
tocs      ACM Transactions on Computer Systems
tods      ACM Transactions on Database Systems
tog       ACM Transactions on Graphics
toms      ACM Transactions on Mathematical Software
toois     ACM Transactions on Office Information Systems
toplas    ACM Transactions on Programming Languages and Systems
tcs       Theoretical Computer Science
"""


def _names_in(table: str) -> dict[str, str]:
    """Return the journals of a table by what stands before them."""
    lines = (line.partition(" ") for line in table.strip().splitlines())
    return {short: name.strip() for short, _, name in lines}


_BY_COMMAND = _names_in(_JOURNALS)
JOURNALS = _names_in(_OF_STYLES)  # by the names of @string


def journal_of(text: str) -> str:
    """Return the journal that a command of ADS stands for; empty if the text is none."""
    return _BY_COMMAND.get(text.strip().removeprefix("\\"), "") if text.startswith("\\") else ""
