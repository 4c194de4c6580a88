"""cases.zip, its variants, and the tables of a case."""

from __future__ import annotations

import copy
import io
import json
import pickle
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.cases import FILE_NAME, SCHEMA, Bundle, Case, learner_id, variant_of
from alignlib.errors import CaseError, NoSuchTable
from alignlib.tables import TABLES
from tests.conftest import choose_item

ASSIGNMENT = "01-two-strategies"

# ---------------------------------------------------------------- who gets which variant


@pytest.mark.parametrize(
    ("learner", "expected"),
    [("ada", 10), ("grace.hopper", 2), ("Ünal", 8), ("学生", 6), ("", 3)],
)
def test_a_learners_variant_never_changes(learner: str, expected: int) -> None:
    """The hash is public and fixed: a new version must not give learners other variants."""
    assert expected == variant_of(learner, ASSIGNMENT, 12)


@given(st.text(), st.text(), st.integers(1, 200))
def test_every_learner_has_a_variant(learner: str, assignment: str, variants: int) -> None:
    """Whatever the id, the variant is one of those that there are."""
    assert 1 <= variant_of(learner, assignment, variants) <= variants


def test_half_a_character_in_an_id_has_a_variant() -> None:
    """A damaged id, as a stranger's file may hold it, has a variant too."""
    assert 1 <= variant_of("\ud800", ASSIGNMENT, 12) <= 12


def test_variants_are_dealt_evenly() -> None:
    """Of 5,000 learners each of the twelve variants gets about the same number."""
    counts = Counter(variant_of(f"student{n:04}", ASSIGNMENT, 12) for n in range(5000))
    expected = 5000 / 12
    assert len(counts) == 12
    # The bound of chi-square with 11 degrees of freedom for one draw in ten thousand.
    assert sum((count - expected) ** 2 / expected for count in counts.values()) < 38


def test_neighbours_differ_between_assignments() -> None:
    """Two learners with one variant in one assignment seldom share the next one too."""
    pairs = {
        (variant_of(f"s{n}", "01-two-strategies", 12), variant_of(f"s{n}", "02-other", 12))
        for n in range(2000)
    }
    assert len(pairs) == 144


SPELLINGS = [
    ("ada", " Ada "),
    ("ada", "ADA\n"),
    ("ünal", unicodedata.normalize("NFD", "Ünal")),
    ("josé", "JOSE\N{COMBINING ACUTE ACCENT}"),
    ("straße", "STRASSE"),
    ("ångström", "\N{ANGSTROM SIGN}ngström"),
]


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
def test_spellings_of_one_id_are_one_learner(one: str, other: str) -> None:
    """Spaces around, capitals and the form of accents make no other learner."""
    assert learner_id(one) == learner_id(other)
    assert variant_of(one, ASSIGNMENT, 12) == variant_of(other, ASSIGNMENT, 12)


@given(st.text())
def test_an_id_has_one_spelling(text: str) -> None:
    """The spelling of a spelling is the same, and so it is however its accents are encoded."""
    assert learner_id(text) == learner_id(learner_id(text))
    assert learner_id(text) == learner_id(unicodedata.normalize("NFD", text))


# ---------------------------------------------------------------- the file

MANIFEST = {
    "schema": SCHEMA,
    "assignment": ASSIGNMENT,
    "title": "Two strategies",
    "notebook": "two-strategies",
    "minutes": 75,
    "variants": 1,
    "mark": "open",
}

VARIANT = {
    "case": {
        "firm": "Larkfield",
        "notice": "Invented.",
        "brief": "A shop.",
        "tables": {"board": {"columns": ["id", "note", "text"], "rows": [["B01", "p. 1", "We."]]}},
    },
    "items": [choose_item(2).to_data()],
}


def zipped(files: dict[str, Any]) -> bytes:
    """A zip of these JSON files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            text = content if isinstance(content, str) else json.dumps(content)
            archive.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()


def small(**changes: Any) -> dict[str, Any]:
    """The files of a small sound bundle, some of them others."""
    files = {
        "manifest.json": MANIFEST,
        "variant-001.json": VARIANT,
        "key-001.json": {"items": {"pick": {}}},
    }
    return files | {f"{name.replace('_', '-')}.json": data for name, data in changes.items()}


def bundle_of(folder: Path, data: bytes) -> Path:
    """A cases.zip with these bytes."""
    path = folder / FILE_NAME
    path.write_bytes(data)
    return path


def open_all(path: Path) -> None:
    """Everything that can be read of a bundle."""
    bundle = Bundle(path)
    bundle.variant(1)
    bundle.key(1)


def test_a_small_bundle_is_sound(tmp_path: Path) -> None:
    """The small bundle that the tests below damage can be read."""
    open_all(bundle_of(tmp_path, zipped(small())))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """Without cases.zip the learner is told where it is missing, and to keep the answers."""
    folder = tmp_path / "01-two-strategies"
    folder.mkdir()
    with pytest.raises(CaseError, match=r"missing from the folder 01-two.*keep your answers\.json"):
        Bundle(folder / FILE_NAME)


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04", b"\0" * 1000])
def test_what_is_no_zip_is_named(data: bytes, tmp_path: Path) -> None:
    """A file that is no zip is called damaged."""
    with pytest.raises(CaseError, match="damaged"):
        Bundle(bundle_of(tmp_path, data))


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    """A folder called cases.zip is called damaged."""
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(CaseError, match="damaged"):
        Bundle(tmp_path / FILE_NAME)


def test_a_truncated_zip_is_named(tmp_path: Path) -> None:
    """A zip that ends too early, at whatever byte, is called damaged."""
    data = zipped(small())
    for offset in range(len(data)):
        with pytest.raises(CaseError):
            open_all(bundle_of(tmp_path, data[:offset]))


def test_one_wrong_bit_is_named(tmp_path: Path) -> None:
    """One flipped bit anywhere is either harmless or called damaged."""
    data = zipped(small(variant_001={"case": VARIANT["case"], "items": []}))
    raw: Counter[str] = Counter()
    for offset in range(len(data)):
        for bit in range(8):
            wrong = bytearray(data)
            wrong[offset] ^= 1 << bit
            try:
                open_all(bundle_of(tmp_path, bytes(wrong)))
            except CaseError:
                pass
            except Exception as error:  # noqa: BLE001 - that is what is counted here
                raw[type(error).__name__] += 1
    assert raw == {}


@pytest.mark.parametrize("version", [0, 2, "1", None, [1]])
def test_another_version_is_named(version: Any, tmp_path: Path) -> None:
    """A bundle of another version says which, and what to do."""
    files = small(manifest=MANIFEST | {"schema": version})
    with pytest.raises(CaseError, match="Update alignlib, or get a fresh copy"):
        Bundle(bundle_of(tmp_path, zipped(files)))


@pytest.mark.parametrize(
    "files",
    [
        small(manifest="[]"),
        small(manifest="{"),
        small(manifest="[" * 100_000),
        small(variant_001="7"),
        small(variant_001="{"),
        small(key_001="null"),
        {"manifest.json": MANIFEST},
    ],
    ids=["list", "torn", "deep", "number", "torn variant", "no key", "no variant"],
)
def test_other_contents_are_named(files: dict[str, Any], tmp_path: Path) -> None:
    """A zip with other things in it than JSON objects is a CaseError."""
    with pytest.raises(CaseError, match="fresh copy"):
        open_all(bundle_of(tmp_path, zipped(files)))


INCOMPLETE = [
    *(small(manifest={k: v for k, v in MANIFEST.items() if k != name}) for name in MANIFEST),
    small(manifest=MANIFEST | {"variants": "many"}),
    small(manifest=MANIFEST | {"variants": True}),
    small(manifest=MANIFEST | {"title": 7}),
    small(variant_001={}),
    small(variant_001={"case": VARIANT["case"]}),
    small(variant_001=VARIANT | {"items": [7]}),
    small(variant_001=VARIANT | {"case": {"firm": "Larkfield"}}),
    small(
        variant_001=VARIANT
        | {"case": VARIANT["case"] | {"tables": {"t": {"columns": ["id"], "rows": [["a", "b"]]}}}}  # type: ignore[operator]
    ),
    small(key_001={}),
]


@pytest.mark.parametrize(
    "files",
    INCOMPLETE,
    ids=[*(f"no {name}" for name in MANIFEST), "variants", "true", "title", "variant",
         "items", "item", "case", "row", "key"],
)  # fmt: skip
def test_an_incomplete_bundle_is_named(files: dict[str, Any], tmp_path: Path) -> None:
    """A bundle with a field missing, or of another type, is a CaseError, not a traceback."""
    with pytest.raises(CaseError, match="fresh copy"):
        open_all(bundle_of(tmp_path, zipped(files)))


def test_an_id_that_points_nowhere_is_named_at_once(tmp_path: Path) -> None:
    """Opening a variant with a link to a goal that is not there is one sentence, and no more."""
    links = {
        "columns": ["link", "initiative", "objective", "strength"],
        "rows": [["K1", "I1", "O9", 3]],
    }
    goals = {"columns": ["objective"], "rows": [["O1"]]}
    case = VARIANT["case"] | {"tables": {"objectives": goals, "links": links}}  # type: ignore[operator]
    bundle = Bundle(bundle_of(tmp_path, zipped(small(variant_001=VARIANT | {"case": case}))))
    with pytest.raises(CaseError) as caught:
        bundle.variant(1)
    assert str(caught.value).startswith(
        f"cases.zip in {tmp_path.name} is damaged (Table links, row 1, column objective: found "
        "'O9', allowed is what stands in table objectives: O1)."
    )


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A file inside the zip that is far too large is refused before it is read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b" " * 10_000_000)
    with pytest.raises(CaseError, match="too large"):
        Bundle(bundle_of(tmp_path, buffer.getvalue()))


@pytest.mark.parametrize("number", [0, -1, 13, 10**30])
def test_a_variant_out_of_range_is_named(number: int, larkfield: Bundle) -> None:
    """A variant that there is not is refused with those that there are."""
    with pytest.raises(CaseError, match="there are 1 to 12"):
        larkfield.variant(number)
    with pytest.raises(CaseError, match="there are 1 to 12"):
        larkfield.key(number)


def test_a_sealed_bundle_gives_no_key(tmp_path: Path) -> None:
    """A sealed bundle refuses its key even where somebody left it in the zip."""
    files = small(manifest=MANIFEST | {"mark": "sealed"})
    bundle = Bundle(bundle_of(tmp_path, zipped(files)))
    assert not bundle.open
    with pytest.raises(CaseError, match="with your instructor"):
        bundle.key(1)


@pytest.mark.parametrize("mark", ["Open", "", None, True, "unsealed"])
def test_only_open_is_open(mark: Any, tmp_path: Path) -> None:
    """Any other mark than open seals a bundle."""
    files = small(manifest=MANIFEST | {"mark": mark})
    assert not Bundle(bundle_of(tmp_path, zipped(files))).open


def test_a_bundle_says_what_it_holds(larkfield: Bundle) -> None:
    """The manifest gives assignment, title, notebook, minutes and the number of variants."""
    assert (larkfield.assignment, larkfield.title) == (ASSIGNMENT, "Two strategies")
    assert (larkfield.notebook, larkfield.variants, larkfield.open) == ("two-strategies", 12, True)


def test_the_fingerprint_is_that_of_the_bytes(tmp_path: Path) -> None:
    """Two files with the same bytes share a fingerprint; any other has another."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = Bundle(bundle_of(tmp_path / "a", zipped(small())))
    other = Bundle(bundle_of(tmp_path / "b", zipped(small())))
    assert one.fingerprint == other.fingerprint
    assert len(one.fingerprint) == 12
    bundle_of(tmp_path / "b", zipped(small(key_001={"items": {}})))
    assert one.fingerprint != Bundle(other.path).fingerprint


# ---------------------------------------------------------------- a case


@pytest.fixture(scope="module")
def case(larkfield: Bundle) -> Case:
    """The first variant of Larkfield."""
    return larkfield.variant(1).case


def test_a_case_has_its_tables_as_attributes(case: Case) -> None:
    """Each table is an attribute, and Tab shows it."""
    assert {"documents", "decisions", "budget_lines", "board_pack"} <= set(case.table_names)
    for name in case.table_names:
        assert isinstance(getattr(case, name), pd.DataFrame)
        assert name in dir(case)


def test_a_table_is_a_fresh_copy_each_time(case: Case) -> None:
    """A cell that spoils a table does not spoil it for the next one."""
    first = case.decisions
    before = first.copy()
    first["text"] = "spoiled"
    first.loc[0, "decision"] = None
    del first["date"]
    pd.testing.assert_frame_equal(before, case.decisions)


def test_rows_are_fresh_copies_too(case: Case) -> None:
    """The plain rows of a table can be changed without harm."""
    case.rows("decisions")[0]["text"] = "spoiled"
    assert case.rows("decisions")[0]["text"] != "spoiled"


def test_a_table_that_is_not_there_is_named(case: Case) -> None:
    """A missing table names the firm, the table asked for and the tables that there are."""
    with pytest.raises(NoSuchTable, match=r"Larkfield Stores has no table 'budget'.*budget_lines"):
        case.budget  # noqa: B018 - looking is the test
    with pytest.raises(CaseError, match=r"has no table 'budget'.*budget_lines"):
        case.rows("budget")
    assert not hasattr(case, "budget")


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda c: pickle.loads(pickle.dumps(c))]
)
def test_a_case_can_be_copied(copied: Any, case: Case) -> None:
    """Copying a case does not trip over its attributes that are tables."""
    pd.testing.assert_frame_equal(case.decisions, copied(case).decisions)


def test_a_cell_against_the_schema_is_named(case: Case) -> None:
    """A damaged table names table, row, column and value when it is opened."""
    spoiled = copy.deepcopy(case)
    spoiled._rows["objectives"][2]["status"] = "dormant"
    with pytest.raises(CaseError, match=r"objectives, row 3, column status: found 'dormant'"):
        spoiled.objectives  # noqa: B018 - looking is the test


@pytest.mark.parametrize("table", ["documents", "decisions", "objectives", "board_pack"])
def test_a_table_may_have_no_rows(table: str, case: Case) -> None:
    """A table that a draw leaves empty keeps its columns, their meaning and its place."""
    empty = Case(
        {
            "firm": case.firm,
            "notice": case.notice,
            "brief": case.brief,
            "tables": {table: {"columns": list(case.rows(table)[0]), "rows": []}},
        }
    )
    assert empty.table_names == (table,)
    assert empty.rows(table) == []
    made = getattr(empty, table)
    assert len(made) == 0
    assert list(getattr(case, table).columns) == list(made.columns)
    assert list(case.dictionary(table)["column"]) == list(empty.dictionary(table)["column"])


def test_no_document_is_said_so() -> None:
    """Where the table of documents is empty, the message does not end in nothing."""
    columns = [column.name for column in TABLES["documents"].columns]
    tables = {"documents": {"columns": columns, "rows": []}}
    case = Case({"firm": "Larkfield", "notice": "", "brief": "", "tables": tables})
    with pytest.raises(CaseError, match=r"no document 'diary'\. There are none\."):
        case.document("diary")


def test_a_dictionary_for_every_table(case: Case) -> None:
    """Every table has a data dictionary that tells each column of its frame."""
    for name in case.table_names:
        assert set(getattr(case, name).columns) <= set(case.dictionary(name)["column"])


def test_a_document_reads_like_a_page(case: Case) -> None:
    """A document shows its title, its writer and its text, as text and in a notebook."""
    row = case.rows("documents")[0]
    page = case.document(row["document"])
    for shown in (repr(page), page._repr_markdown_()):
        for word in ("title", "kind", "author", "role", "date"):
            assert row[word] in shown
        assert row["text"].strip().splitlines()[-1] in shown


def test_the_brief_is_shown_as_a_page(larkfield: Bundle) -> None:
    """A notebook sets the brief as text with paragraphs; printed, it is the same words."""
    brief = larkfield.variant(1).case.brief
    assert brief._repr_markdown_() == str(brief)
    assert "\n\n" in brief


def test_a_document_that_is_not_there_is_named(case: Case) -> None:
    """A missing document names those that there are."""
    with pytest.raises(CaseError, match=r"no document 'diary'\. There are .*minutes"):
        case.document("diary")


def test_a_case_shows_its_firm_and_tables(case: Case) -> None:
    """The repr of a case names the firm and its tables, and holds no address."""
    assert repr(case).startswith("<Larkfield Stores: documents, ")


def test_the_notice_says_that_it_is_invented(larkfield: Bundle) -> None:
    """Every variant says that the firm and its people are fictional."""
    for number in range(1, 13):
        case = larkfield.variant(number).case
        assert "invented" in case.notice
        assert "fictional" in case.brief
