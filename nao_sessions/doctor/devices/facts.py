"""The facts of a device that was tried: what it sent, in figures; ``examination`` judges them."""

from __future__ import annotations

from collections.abc import Iterator

from nao_sessions.doctor.devices.times import (
    behind_utc_s,
    bits_per_s,
    counted,
    jitter_ms,
    key_distance,
    longest_gap_s,
    rate_hz,
)
from nao_sessions.doctor.devices.trial import TrialResult
from nao_sessions.doctor.result import UNKNOWN, Fact, answer, number, quantity, word
from nao_sessions.doctor.result import bit_rate as stated_bit_rate
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import msg, verbatim

_DELAY = msg("delay of the picture")
_AT_MOST = msg("at most {value} s since its own stamp, if its clock is not ahead")
_BY_A_CLAP = msg("cannot be told from this stream; a clap measures it")
_KINDS = {"picture": msg("picture"), "sound": msg("sound")}
_AHEAD = msg("ahead by at least {value} s")
_BEHIND = msg("behind by at most {value} s")


def facts_of(tried: TrialResult) -> tuple[Fact, ...]:
    """Return the facts of a device that was tried; none if the trial failed."""
    return (*_pictures(tried), *_sound(tried), *_bytes(tried)) if tried.failure is None else ()


def bit_rate(tried: TrialResult) -> float:
    """Return how many bits a second a recorder would write for a device; 0 if it sent nothing."""
    return (bits_per_s(tried.pictures) or 0.0) + (bits_per_s(tried.sounds) or 0.0)


def utc_difference_s(tried: TrialResult) -> float | None:
    """Return how many seconds after the camera's own stamp the fastest picture came; None without RTSP."""
    if not tried.source.url.startswith("rtsp:"):
        return None
    return behind_utc_s(tried.pictures, tried.utc_less_monotonic_ns)


def _pictures(tried: TrialResult) -> Iterator[Fact]:
    form = tried.picture
    if form is None:
        return
    size = f"{form.width_px}×{form.height_px}"
    yield Fact("resolution_px", size, msg("resolution"), verbatim(size))
    yield word("codec", msg("picture codec"), form.codec)
    yield word("profile", msg("profile"), form.profile)
    yield word("pixels", msg("pixels"), form.pixels)
    rate = rate_hz(tried.pictures)
    yield quantity("rate_hz", msg("pictures a second"), rate, "/s", 2)
    yield quantity("declared_hz", msg("pictures declared"), form.declared_hz, "/s", 2)
    counts = counted(tried.pictures)
    for key, label, value in (
        ("pictures", msg("pictures received"), counts.frames),
        ("dropped", msg("pictures missing"), counts.dropped),
        ("duplicated", msg("pictures repeated"), counts.duplicated),
    ):
        yield Fact(key, value, label, number(value))
    uneven = msg("jitter of arrivals (p95)")
    yield quantity("jitter_ms", uneven, jitter_ms(tried.pictures), "ms", 1)
    yield quantity(
        "longest_gap_s",
        msg("longest gap"),
        longest_gap_s(tried.pictures),
        "s",
        2,
    )
    yield _keys(tried)
    yield from _clock(tried)
    if tried.seen is not None:
        black, frozen = tried.seen.black, tried.seen.frozen
        yield answer("black", msg("black picture"), black)
        yield answer("frozen", msg("picture without a change"), frozen)


def _keys(tried: TrialResult) -> Fact:
    label = msg("between key frames")
    found = key_distance(tried.pictures)
    if found is None:
        return Fact("key_distance_s", None, label, UNKNOWN)
    shown = msg("at least {value} s") if found.at_least else msg("{value} s")
    return Fact(
        "key_distance_s", round(found.seconds, 3), label, shown.format(value=number(found.seconds, 2))
    )


def _clock(tried: TrialResult) -> Iterator[Fact]:
    """Yield the facts from the camera's own stamps: its delay and its clock, which bound each other."""
    behind_s = utc_difference_s(tried)
    label = msg("the camera's clock")
    if behind_s is None:
        yield Fact("delay_at_most_s", None, _DELAY, _BY_A_CLAP)
    elif behind_s < 0:
        yield Fact("delay_at_most_s", None, _DELAY, _BY_A_CLAP)
        yield Fact("clock_ahead_s", round(-behind_s, 3), label, _AHEAD.format(value=number(-behind_s, 3)))
    else:
        seconds = number(behind_s, 3)
        yield Fact("delay_at_most_s", round(behind_s, 3), _DELAY, _AT_MOST.format(value=seconds))
        yield Fact("clock_behind_at_most_s", round(behind_s, 3), label, _BEHIND.format(value=seconds))


def _sound(tried: TrialResult) -> Iterator[Fact]:
    form = tried.sound
    if form is None:
        return
    yield word("sound_codec", msg("sound codec"), form.codec)
    yield quantity("sample_rate_hz", msg("sample rate"), form.sample_rate_hz, "Hz")
    yield Fact("channels", form.channels, msg("channels"), number(form.channels))
    heard = tried.heard
    peak, rms = (None, None) if heard is None else (heard.peak_db, heard.rms_db)
    yield quantity("peak_db", msg("sound, at its loudest"), peak, "dB", 1)
    yield quantity("rms_db", msg("sound, on average (RMS)"), rms, "dB", 1)


def _bytes(tried: TrialResult) -> Iterator[Fact]:
    rate = bit_rate(tried)
    yield stated_bit_rate("bits_per_s", msg("recorded bit rate"), rate or None)
    if tried.encoded:
        shown = joined(_KINDS[kind] for kind in tried.encoded)
        yield Fact("encoded", " ".join(tried.encoded), msg("encoded here"), shown)
