"""Which language a message is in that is neither Dutch nor English, so that it can be answered.

Lingua tells languages apart, but takes a third of the oddest Dutch ("ok top", "wat n schande is
das") for another one. The model learned what Dutch chat looks like, but saw few other languages.
Together they see 93 % of messages in seven languages, and take 0.2 % of the Dutch and English ones
of data/test for another language.
"""

from __future__ import annotations

from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from engine.nlu.normalise import is_foreign_script

# Those in which there is an answer (expertise/content/texts/tongues.yml), those that are
# understood, and the two that would be taken for one of them by their script.
_ANSWERED = {
    Language.TURKISH: "tr",
    Language.ARABIC: "ar",
    Language.POLISH: "pl",
    Language.UKRAINIAN: "uk",
    Language.GERMAN: "de",
    Language.FRENCH: "fr",
    Language.SPANISH: "es",
}
_UNDERSTOOD = (Language.DUTCH, Language.ENGLISH)
_BESIDE = (Language.RUSSIAN, Language.PERSIAN)
# Sure enough together, or sure enough without asking the model.
_SURE, _DOUBTFUL, _CERTAIN = 0.5, 0.05, 0.97
_MOST_CHARACTERS = 500


def foreign_tongue(text: str, doubt: float) -> str | None:
    """The code of the language; "" for one in which there is no answer, None for Dutch or English.

    `doubt` is the probability that the model gives to another language.
    """
    read = text[:_MOST_CHARACTERS].encode(errors="ignore").decode()
    best = _detector().compute_language_confidence_values(read)[0]
    is_other = best.language not in _UNDERSTOOD
    if is_other and (best.value >= _CERTAIN or (best.value >= _SURE and doubt >= _DOUBTFUL)):
        return _ANSWERED.get(best.language, "")
    return "" if is_foreign_script(text) else None


@cache
def _detector() -> LanguageDetector:
    languages = (*_ANSWERED, *_UNDERSTOOD, *_BESIDE)
    builder = LanguageDetectorBuilder.from_languages(*languages)
    # With all its data it needs 300 MB more, and is not better on messages as short as these.
    return builder.with_low_accuracy_mode().with_preloaded_language_models().build()
