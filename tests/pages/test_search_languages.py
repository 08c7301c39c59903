"""The search of a site with papers in many languages, in a browser and at the terminal."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest
from browsing import serve
from searching import Search
from support import SITE, TOPICS, Feed, make_once
from twins import Text, assert_twins, make_query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab

# By language: a title, a summary and names.
PAPERS = {
    "fr": (
        "Pré-entraînement et apprentissage profond: l'évaluation d'un modèle de récifs",
        "Nous étudions le renforcement de réseaux neuronaux profonds, et l'évaluation des œuvres.",
        "[Éloïse Lefèvre, Jean-Noël D'Ormesson]",
    ),
    "de": (
        "Über die Größe neuronaler Netze",
        "Wir untersuchen die Übertragung großer Sprachmodelle auf Häuser, Straßen und Bäume.",
        "[Jürgen Müller, Käthe Weiß]",
    ),
    "zh": (
        "注意力就是你所需要的：深海珊瑚礁的语言模型",
        "本文在保持训练数据不变的条件下，重新检验了语言模型的规模定律。作者训练了四十个模型，并公开了全部检查点。",
        "[李明, 王小红]",
    ),
    "ja": (
        "言語モデルのスケーリング則を検証し直す",
        "学習データを固定したまま、千万から七十億パラメータまでの四十個のモデルを訓練し、ﾃﾞｰﾀの重複を除いた。",
        "[佐藤花子, 鈴木一郎]",
    ),
    "ar": (
        "الانتباه: كل ما تحتاجه نماذج اللغة",
        "ندرس تعلّم الشبكات العصبية العميقة على النماذج اللغوية الكبيرة في المكتبات.",
        "[محمد علي, فاطمة الزهراء]",
    ),
    "ru": (
        "Обучение глубоких нейронных сетей",
        "Мы изучаем обобщающую способность больших языковых моделей и её зависимость от данных.",
        "[Анна Петрова, Иван Ёлкин]",
    ),
    "ko": (
        "대규모 언어 모델의 추론 능력",
        "훈련 데이터를 고정한 채 마흔 개의 모델을 학습하여 손실을 비교하였다.",
        "[김민수, 이영희]",
    ),
    "el": (
        "Η ΠΡΟΣΟΧΗ ΕΙΝΑΙ ΟΛΟΣ Ο ΔΡΟΜΟΣ",
        "Μελετούμε τους νευρωνικούς δρόμους και τη γενίκευση των γλωσσικών μοντέλων.",
        "[Νίκος Παπαδόπουλος]",
    ),
    "vi": (
        "Học sâu cho ngôn ngữ tiếng Việt",
        "Chúng tôi nghiên cứu mô hình ngôn ngữ lớn và khả năng suy luận của chúng.",
        "[Nguyễn Văn Đức]",
    ),
    "hi": (
        "हिन्दी भाषा के लिए बड़े मॉडल",
        "हम तंत्रिका नेटवर्क की सीखने की क्षमता का अध्ययन करते हैं।",
        "[अनिल कुमार]",
    ),
    "th": (
        "การเรียนรู้ของเครื่องสำหรับภาษาไทย",
        "เราศึกษาแบบจำลองภาษาขนาดใหญ่และความสามารถในการให้เหตุผล",
        "[สมชาย ใจดี]",
    ),
    "he": (
        "למידה עמוקה של שפה",
        "אנו חוקרים את יכולת ההכללה של מוֹדֵלִים גדולים.",
        "[דוד כהן]",
    ),
    "tr": (
        "IĞDIR'da Büyük Dil Modelleri İçin Öğrenme",
        "Işık ve ısı verileriyle eğitilen modellerin genelleme yeteneğini inceliyoruz.",
        "[Ömer Yıldız]",
    ),
    "en": (
        "Deep learning of coral reefs: a naïve survey",
        "We study how large language models learn from data, and why $\\alpha$-stable ones differ.",
        "[Ada Lovelace]",
    ),
}


@pytest.fixture(scope="module")
def tongues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a French site with a paper in each language."""

    def make(folder: Path) -> None:
        feed = Feed(folder)
        feed.write("site.yaml", SITE + "language: fr\n")
        feed.write("topics.yaml", TOPICS)
        for day, (language, (title, summary, names)) in enumerate(PAPERS.items(), 1):
            feed.add(
                f"2025/06/{day:02}/{language}.md",
                title=json.dumps(title, ensure_ascii=False),
                summary=json.dumps(summary, ensure_ascii=False),
                authors=names,
                language=language,
                arxiv=f'"2506.{day:05}"',
            )
        done = feed.build()
        assert done.returncode == 0, done.stderr

    return make_once(tmp_path_factory, "tongues", make) / "_site"


@pytest.fixture(scope="module")
def search_of_tongues(tongues: Path, search_tab: Tab) -> Iterator[Search]:
    """Yield the search page of that site."""
    with serve(tongues) as address:
        yield Search(search_tab, f"{address}search.html").open()


@pytest.mark.parametrize("language", PAPERS)
def test_browser_and_terminal_agree_in_every_language(
    search_of_tongues: Search, tongues: Path, language: str
) -> None:
    """Words, pieces of words without spaces, phrases, names and slips of each."""
    dice = random.Random(language)  # noqa: S311 - the same queries in every run
    title, summary, names = PAPERS[language]
    whole = f"{title} {summary}"
    starts = [dice.randrange(len(whole) - 6) for _ in range(15)]
    pieces = [whole[start : start + dice.randint(1, 6)].strip() for start in starts]
    text = Text(whole.split() + [one for one in pieces if one], names[1:-1].split(", "), "vision")
    queries = [*text.words, *(make_query(text, dice) for _ in range(20)), *text.names]
    answers = assert_twins(search_of_tongues, tongues, [*dict.fromkeys(queries)])
    assert answers[0].papers[:1] == [language]


@pytest.mark.parametrize(
    ("form", "language"),
    [
        ("apprentissages", "fr"),
        ("évaluations", "fr"),
        ("profonde", "fr"),
        ("entraînements", "fr"),
        ("oeuvre", "fr"),
        ("Netzen", "de"),
        ("GROSSE", "de"),
        ("Übertragungen", "de"),
        ("Uebertragungen", "de"),
        ("нейронной", "ru"),
        ("моделями", "ru"),
        ("المكتبة", "ar"),
        ("شبكة", "ar"),
        ("ΔΡΟΜΟΣ", "el"),
        ("duc", "vi"),
        ("语言", "zh"),
        ("データ", "ja"),
        ("reef", "en"),
        ("naive", "en"),
    ],
)
def test_other_forms_of_a_word_find(search_of_tongues: Search, form: str, language: str) -> None:
    """In the language of the paper, whatever the site's is; without its accents, too."""
    search = search_of_tongues.type(form).submit()
    assert language in search.slugs
    assert not search.page.locator("#mended").is_visible()
