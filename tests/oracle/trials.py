"""Trials of a session of the oracle: blocks, questions, attempts and helps, judgements, feedback."""

from __future__ import annotations

from typing import Any

from tests.oracle.moments import Moments
from tests.oracle.parts import listed
from tests.oracle.progress import FAILED, PASSED, Fade, Stair, climbed, delay_of, faded, first_help
from tests.oracle.values import JUDGEMENTS, Block, Given, Trial, Turn
from tests.oracle.waits import Judged, Leave, Process, Voided


class Trials(Moments):
    """A session's trials."""

    def _open(self) -> None:
        if self.trial is not None and self.trial.phase == "ask":
            self.trial.phase = "open"
            self.trace.append(("open",))

    def _block(self, source: dict[str, Any], path: str) -> Process:
        block = Block(path, source, self.turn)
        self.visits.setdefault(path, []).append(block)
        in_turns = self.turn_in_hand != Turn()
        if in_turns:
            block.run = self.runs.setdefault((path, self.turn), [])
        self.block = block
        items = self.protocol["items"][source["items"]] if "items" in source else [{}]
        count = (
            int(self.value(source["count"])) if "count" in source else len(items) * source.get("each_item", 1)
        )
        number = 0
        index = asked = None
        correction = ""
        while True:
            try:
                yield from self._close_if_due()
                yield from self._say_words()
                if index is None and block.corrections:
                    index, correction = asked, block.corrections.pop(0)
                elif index is None and self._is_over(block, count):
                    break
                elif index is None:
                    index, correction = self._item(block, items), ""
                number += 1
                asked = index
                yield from self._trial(block, items[index], number, correction)
                self.trial.phase = "over"
                yield from self._close_if_due()
                if "pause" in source and (block.corrections or not self._is_over(block, count)):
                    yield from self._pass(self.duration(source["pause"]))
                index = None
            except Voided as voided:
                if self._in_hand:
                    self._judge(self.trial, "void")
                    # A repetition counts among no trials that the block has, skipped or not.
                    self.trial.skipped = not voided.again and not self.trial.correction
                    block.skipped += self.trial.skipped
                self._drop()
                if self.trial is not None:
                    self.trial.phase = "over"
                index = asked if voided.again else None
                if not voided.again or not correction:
                    block.corrections.clear()
        gave_up = self._gives_up(block)
        self._end_block(block)
        if gave_up:
            self.reached.add(f"{block.path}/give_up")
            yield Leave(source["give_up"]["next"], self.scopes[-1].depth)

    def _gives_up(self, block: Block) -> bool:
        give_up = block.source.get("give_up")
        return (
            bool(give_up)
            and self._counts(block.records, block.run)["errors_in_row"] >= give_up["errors_in_row"]
        )

    def _is_over(self, block: Block, count: int) -> bool:
        """Return whether a block asks no more: looked at after each trial, and after the pause behind it."""
        if not block.records:
            return False
        if self._gives_up(block) or self._counts(block.records)["count"] + block.skipped >= count:
            return True
        asked = [record["judgement"] for record in block.records if not record["correction"]]
        if block.source.get("end_on") == "success" and asked and asked[-1] in PASSED:
            return True
        most = str(block.source.get("adapt", {}).get("stop_after", "")).split()
        if most and self._stair_of(block).reversals >= int(most[0]):
            return True
        return "stop_when" in block.source and bool(self.evaluate(block.source["stop_when"]))

    def _drop(self) -> None:
        """Let be what is being done, and what waited for its end."""
        self.reactions, self.deferred, self.answered = [], None, None

    def _end_block(self, block: Block) -> None:
        counts = self._counts(block.records)
        self.trace.append(("block", *(counts[how] for how in JUDGEMENTS)))
        self.block = self.trial = None

    def _pass(self, milliseconds: int) -> Process:
        """Let the pause between two trials pass; what happens meanwhile does not lengthen it."""
        until = self.now + milliseconds
        while self.now < until and not self.hurried:
            if (yield from self._attend("pause", until=until)) == "over":
                break
            self.hurried, self.returned = self.hurried or self.returned, False
        self.hurried = False

    def _item(self, block: Block, items: list[dict[str, Any]]) -> int:
        listed_order = block.source.get("order", "listed") == "listed"
        goes_on = not listed_order or block.run is not None
        key: Any = (id(block.source), block.child)
        stair = self._stair_of(block)
        places = [index for index, item in enumerate(items) if stair is None or item["level"] == stair.level]
        if stair is not None:
            key = (*key, stair.level)
        deck, last = self.bags.get(key, ([], None)) if goes_on else (block.deck, None)
        if not deck:
            deck += [index for index in places for _ in range(items[index].get("share", 1))]
        if listed_order:
            index = deck.pop(0)
            if goes_on:
                self.bags[key] = (deck, None)
            return index
        allowed = sorted({i for i in deck if i != last}) or sorted(set(deck))
        index = self.draw({number: items[number] for number in allowed})
        deck.remove(index)
        self.bags[key] = (deck, index)
        return index

    def _trial(self, block: Block, item: dict[str, Any], number: int, correction: str) -> Process:
        """Run one trial: the question and its attempts, then the feedback."""
        source = block.source
        answers = {str(answer): listed(ways) for answer, ways in source.get("answers", {}).items()}
        self.trial = trial = Trial(item, number, answers, None, correction=correction)
        self.last = None
        correct = self.value(source.get("correct"))
        if correct == "nothing":
            trial.silence_is_right, trial.correct = True, []
        elif correct == "any":
            trial.correct = list(answers)
        elif correct is not None:
            trial.correct = [str(word) for word in listed(correct)]
        self.answered = None
        self.hurried = False
        self.trace.append(("question", block.path, item.get("id", ""), correction))
        self._judge(trial, *(yield from self._ask(source, trial)))
        if trial.judgement in FAILED and "correction" in source and not correction:
            block.corrections = list(source["correction"].values())
        feedback = source.get("feedback", {})
        answer = "" if trial.silent else trial.answer
        keys = [answer, trial.judgement] + (["correct"] if trial.judgement == "prompted" else [])
        moments = next((feedback[key] for key in keys if key and key in feedback), [])
        yield from self._perform(moments, "feedback")

    def _judge(self, trial: Trial, judgement: str | None, given: Given | None = None) -> None:
        """End a trial, and count it. No answer counts in one that is void.

        ``given``: what ends it. A question without right or wrong is passed and failed by nobody.
        """
        waiting, self.answered = self.answered, None
        if waiting is not None:
            trial.given.append(waiting.answer)
        if judgement == "void":
            trial.answer = ""
        else:
            given = given or waiting
            trial.answer = trial.answer if given is None else given.answer
        trial.helps = trial.helps[: trial.counts_for(given)]
        trial.judgement = self._in_kind(trial, judgement)
        self._record(trial)

    @staticmethod
    def _in_kind(trial: Trial, judgement: str | None) -> str | None:
        unjudged = trial.correct is None and judgement not in ("refused", "void")
        return None if unjudged else judgement

    def _take(self, trial: Trial, given: Given) -> Given:
        """Take an answer for an attempt; one that waited is that one, if it is the same, or comes before."""
        waiting, self.answered = self.answered, None
        if waiting is not None and waiting.answer == given.answer:
            given = waiting
        elif waiting is not None:
            trial.given.append(waiting.answer)
        trial.given.append(given.answer)
        trial.proposed = None
        return given

    def _outcome(self, trial: Trial, given: Given) -> str | None:
        """Return how a trial is judged that ends with an answer."""
        if trial.correct is None:
            return None
        return trial.passed(given) if given.answer in trial.correct else "incorrect"

    def _goes_on(self, trial: Trial, given: Given) -> bool:
        """Return whether a help follows an answer."""
        wrong = trial.correct is not None and given.answer not in trial.correct
        causes = listed(self.block.source.get("prompt_on", ["silence", "wrong"]))
        return wrong and "wrong" in causes and self._next_prompt() is not None

    def _interrupt_trial(self) -> str:
        """End the trial in hand: by an answer that waited, or it is void. Return what comes of it."""
        trial, waiting = self.trial, self.answered
        if waiting is not None and not self._goes_on(trial, waiting):
            self._take(trial, waiting)
            self._judge(trial, self._outcome(trial, waiting), waiting)
            return "judged"
        self._judge(trial, "void")
        return "void"

    def _judge_again(self, how: str) -> None:
        """Judge the trial again that has just ended; everything is counted anew."""
        if self.last is None or how in ("heard", "not_heard"):
            return
        block, trial = self.last
        passed = "prompted" if trial.prompts else "correct"
        judgement = self._in_kind(trial, {"yes": passed, "not_yet": "incorrect"}.get(how, how))
        if judgement is None and trial.judgement is None:
            return
        block.skipped -= trial.skipped
        trial.skipped = False
        was, trial.judgement = trial.judgement, judgement
        trial.record["judgement"] = trial.judgement
        self._follow(block, trial)
        if trial.judgement not in FAILED and not trial.correction:
            block.corrections.clear()
        self.trace.append(("rejudged", was, *trial.record.values()))

    def _record(self, trial: Trial) -> None:
        assert self.block is not None
        trial.phase = "feedback"
        self.answered = None
        self.last = self.block, trial
        record = {
            "item": trial.item.get("id", ""),
            "answer": trial.answer,
            "judgement": trial.judgement,
            "help": trial.help,
            "prompts": trial.prompts,
            "attempts": len(trial.given),
            "child": self.block.child or self._only_one(),
            "correction": trial.correction,
            "level": None,
        }
        trial.before = self._fade_of(self.block, trial), self._stair_of(self.block)
        if trial.before[1] is not None:
            record["level"] = trial.before[1].level
        trial.record = record
        self.block.records.append(record)
        if self.block.run is not None:
            self.block.run.append(record)
        self._follow(self.block, trial)
        self.trace.append(("trial", *record.values()))

    def _follow(self, block: Block, trial: Trial) -> None:
        """Let a trial, as it is judged now, change the help that comes first next time, and the level."""
        fade, stair = trial.before
        self.fades[block.path, block.child, trial.record["item"]] = faded(fade, block.source, trial.record)
        if stair is not None:
            adapt = block.source["adapt"]
            name = adapt["level"].removeprefix("participant.")
            kept = self.protocol["participants"]["remember"][name]
            after = climbed(stair, adapt, (kept["min"], kept["max"]), trial.record)
            self.stairs[block.path, block.child] = after
            child = block.child or self._only_one()
            if after.level != self.remembered[child, name]:
                self.remembered[child, name] = after.level
                self.trace.append(("level", child, after.level))

    def _fade_of(self, block: Block, trial: Trial) -> Fade:
        return self.fades.get((block.path, block.child, trial.item.get("id", "")), Fade())

    def _stair_of(self, block: Block) -> Stair | None:
        if "adapt" not in block.source:
            return None
        name = block.source["adapt"]["level"].removeprefix("participant.")
        level = self.remembered[block.child or self._only_one(), name]
        return self.stairs.get((block.path, block.child), Stair(level))

    def _only_one(self) -> str:
        return self.present[0] if len(self.present) == 1 else ""

    def _ask(self, source: dict[str, Any], trial: Trial) -> Process:
        """Ask, and take one attempt after the other, with a help between two; return the judgement."""
        self.scopes[-1].question, self.scopes[-1].asked = source["ask"], trial
        causes = listed(source.get("prompt_on", ["silence", "wrong"]))
        moments, place = source["ask"], "ask"
        while True:
            how, told = "", None
            try:
                yield from self._perform(moments, place)
                self._open()
                number = first_help(source, self._fade_of(self.block, trial), trial.correction)
                if place == "ask" and self.answered is None and number is not None:
                    place = "prompt"
                    yield from self._perform(self._prompt(trial, number, "with_question"), place)
                yield from self._answer_or_silence(source)
                told = self.answered
            except Judged as judged:
                waiting = self.answered
                self._drop()
                self.words = None
                how, told, self.answered = judged.how, judged.given, waiting
            trial.silent = told is None
            if how in ("help", "not_yet") and (number := self._next_prompt()) is not None:
                if self.answered is not None:
                    trial.answer, self.answered = self.answered.answer, None
                    trial.given.append(trial.answer)
                if how == "not_yet":
                    trial.proposed = None
                moments, place = self._prompt(trial, number, {"help": "professional"}.get(how, how)), "prompt"
                continue
            if how:
                judgement, told = self._verdict(trial, how)
                trial.silent = told is None
                return judgement, told
            if told is not None:
                given = self._take(trial, told)
                trial.answer = given.answer
                if not self._goes_on(trial, given):
                    return self._outcome(trial, given), given
                number, cause = self._next_prompt(), "wrong"
            elif trial.silence_is_right and not trial.proposed:
                return trial.passed(None), None
            else:
                number, cause = self._next_prompt() if "silence" in causes else None, "silence"
            if number is None:
                # What nobody confirmed is no error: it is recorded, and nothing is said of it.
                return None if trial.proposed else "no_response", trial.proposed
            moments, place = self._prompt(trial, number, cause), "prompt"

    def _answer_or_silence(self, source: dict[str, Any]) -> Process:
        """Wait for an answer, no longer than is waited in silence."""
        if self.answered is None:
            wait = self._silence(source)
            while (yield from self._attend("open", until=self.now + wait)) == "again":
                if self.answered is not None:
                    break

    def _silence(self, source: dict[str, Any]) -> int:
        """Return how long an answer is waited for, before help or the end of the trial."""
        trial, patience = self.trial, self.duration(source["patience"])
        number = self._next_prompt()
        if number is None or "silence" not in listed(source.get("prompt_on", ["silence", "wrong"])):
            return patience
        if trial.prompts and number == trial.next_prompt:
            return patience
        delay = delay_of(source, self._fade_of(self.block, trial)) if number == 0 else None
        if delay is not None:
            return delay
        after = source["prompts"][number].get("after")
        return patience if after is None else self.duration(after)

    def _verdict(self, trial: Trial, how: str) -> tuple[str | None, Given | None]:
        """Return how a word of hers judges a trial that ends with it, and the answer that it is about.

        *Yes* is about what waits or was proposed, if that is right; else about the right one, if it is one.
        """
        waiting, right = self.answered, trial.correct
        may = [one for one in (waiting, trial.proposed) if one is not None]
        stands = next((one for one in may if right is None or one.answer in right), None)
        alone = right[0] if right is not None and len(right) == 1 else ""
        if how == "yes":
            given = stands or Given(alone, self.now)
            return trial.passed(given), given
        if how in PASSED:
            return how, stands
        if how != "not_yet":
            return how, None
        if waiting is None and not trial.given:
            return "no_response", Given("", self.now) if right is None else None
        # A right answer that she does not take would be praised.
        return "incorrect", None if waiting is stands and right is not None else waiting

    def _next_prompt(self) -> int | None:
        """Return the number of the help that is next, or None."""
        trial = self.trial
        if trial.correction == "without":
            return None
        prompts = self.block.source.get("prompts", [])
        number, times = trial.next_prompt, trial.prompt_times
        while number < len(prompts):
            if times < prompts[number].get("attempts", 1) and self._holds(prompts[number]):
                return number
            number, times = number + 1, 0
        return None

    def _prompt(self, trial: Trial, number: int, cause: str) -> list[dict[str, Any]]:
        """Begin a help; return what Nao does. Answers count from then on."""
        prompt = self.block.source["prompts"][number]
        self._open()
        trial.prompt_times = trial.prompt_times + 1 if number == trial.next_prompt else 1
        trial.next_prompt = number
        trial.helps.append((prompt["help"], self.now))
        self.trace.append(("prompt", prompt["help"], cause))
        if "adult" in prompt:
            self.trace.append(("adult", self.text(prompt["adult"])))
        return prompt.get("do", [])

    def _judged(self, how: str) -> bool:
        """Take her judgement; where it ends no attempt, nothing is cut."""
        trial = self.trial
        if not self._in_hand:
            self._judge_again(how)
        elif self.leads_out and how != "not_heard":
            self._judge_on_the_way_out(how, None)
        elif how == "not_heard":
            if trial.proposed:
                self.trace.append(("dismissed", trial.proposed.answer))
            trial.proposed = None
        elif how != "heard":
            raise Judged(how)
        elif trial.proposed:
            raise Judged("", trial.proposed)
        return False

    def _judge_on_the_way_out(self, how: str, given: Given | None) -> None:
        """Judge the trial in hand, which is being left: no help comes any more, and no feedback."""
        trial = self.trial
        judgement: str | None
        given = trial.proposed if how == "heard" else given
        if given is not None:
            given = self._take(trial, given)
            judgement = self._outcome(trial, given)
        elif how == "heard":
            return
        else:
            judgement, given = self._verdict(trial, how)
        self._judge(trial, judgement, given)
        trial.phase, trial.left = "over", "judged"

    def _skip_on_the_way_out(self, name: str) -> bool:
        """Skip or do again what is being left: it is void, and the way out goes on."""
        trial = self.trial
        if self.block is None or trial is None:
            return False
        if self._in_hand:
            self._judge(trial, "void")
            trial.skipped = name == "skip" and not trial.correction
            self.block.skipped += trial.skipped
        elif name == "redo":
            self._judge_again("void")
        trial.phase, trial.left = "over", "void" if name == "redo" else "skipped"
        return False
