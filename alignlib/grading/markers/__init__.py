"""
Two markers of the same memos: what they gave, how far they agree, and a sample to mark blind.

- `sheet` reads and writes the table in which a marker gives each memo its points;
- `agreement` compares two such tables, criterion by criterion;
- `comments` finds a marker's points in the comment of formgrader;
- `sample` draws memos for a second marker who must not know whose they are.
"""
