"""Ten thousand telegrams."""

from collections import Counter

from asynclings.grading import Lab, Run, check

FUNCTION = "word_count"
MANY = 10_000
SPARE = 12  # bytes that a pickle may need for a text beyond its own: a short length, and a mark


def some_documents(lab: Lab, number: int, words: list[str] | None = None) -> dict[str, str]:
    """Texts of four words, some with capital letters."""
    words = words or lab.words(40)
    texts = [" ".join(lab.random.choices(words, k=4)) for _ in range(number)]
    return {f"{n}": text if n % 3 else text.title() for n, text in enumerate(texts)}


def counted(run: Run, documents: dict[str, str]) -> Run:
    return run.returned(dict(Counter(word for text in documents.values() for word in text.lower().split())))


def count(lab: Lab, documents: dict[str, str], workers: int, *, parties: int = 0, start_method: str = "fork") -> Run:
    return lab.run_with_processes(
        FUNCTION, documents, keywords={"workers": workers}, manner="sync", parties=parties, start_method=start_method
    )


@check("Correct")
def test_all_words_are_counted(lab: Lab) -> None:
    """The words of all documents are counted, each as often as it occurs; no documents have no words."""
    for number, workers in ((50, 2), (41, 3), (0, 2)):
        documents = some_documents(lab, number)
        counted(count(lab, documents, workers), documents)


@check("Concurrent")
def test_two_processes_at_once(lab: Lab) -> None:
    """Two or more other processes count at the same time, and no more than there are workers."""
    for workers in (2, 3):
        documents = some_documents(lab, 60)
        run = count(lab, documents, workers, parties=2)
        run.worked_in_processes(2, at_most=workers)
        counted(run, documents)


@check("Bounded")
def test_ten_thousand_documents_travel_together(lab: Lab) -> None:
    """Ten thousand documents travel in at most eight messages for each worker, and none of them twice."""
    # Many long words: the counts that come back do not fit into a pipe, which holds 65,536 bytes.
    documents = some_documents(lab, MANY, [lab.word(syllables=9) for _ in range(2_700)])
    size = sum(len(name) + len(text) + 2 * SPARE for name, text in documents.items())
    run = count(lab, documents, 3)
    # What a process says of its own messages could be less than the truth, but who sends more has nothing to win here.
    counted(run, documents).sent(8 * 3, size)


@check("Robust")
def test_spawned_and_odd_numbers(lab: Lab) -> None:
    """It works with processes that are spawned, with fewer documents than workers, and with one worker."""
    for number, workers, start_method in ((30, 2, "spawn"), (2, 5, "fork"), (1, 3, "fork"), (20, 1, "fork")):
        documents = some_documents(lab, number)
        counted(count(lab, documents, workers, start_method=start_method), documents)


@check("Tidy")
def test_no_process_is_left(lab: Lab) -> None:
    """When it is over, every process and pool of it is gone."""
    for number in (30, 0):
        count(lab, some_documents(lab, number), 3).left_nothing_behind()
