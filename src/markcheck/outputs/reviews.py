"""A review as text, JSON or a page that shows the original and the version side by side. None of them is releasable."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from markcheck.model.plan import Decision
from markcheck.model.review import Review, Reviewed
from markcheck.outputs import contract

NOTICE = "NOT FOR RELEASE: this report depends on withheld text."


def review_report(review: Review) -> contract.ReviewReport:
    """The review as the JSON contract has it."""
    return contract.ReviewReport(
        notice=NOTICE,
        path=review.path,
        ceiling=review.ceiling,
        result=review.result,
        original=review.original,
        compilation=review.compilation,
        blocks=[_block(block) for block in review.blocks],
        echoes=[contract.Echo(place=echo.place, source=echo.source, words=echo.words) for echo in review.echoes],
        unexamined=list(review.unexamined),
    )


def _block(block: Reviewed) -> contract.ReviewedBlock:
    return contract.ReviewedBlock(
        id=block.id,
        kind=block.kind,
        number=block.number,
        mark=block.mark,
        decision=block.decision.value,
        reason=block.reason,
        doubt=block.doubt,
        line=block.line,
        end_line=block.end_line,
        sha256=block.sha256,
        text=block.text,
        public=block.public,
    )


def review_text(review: Review) -> str:
    """The review for a terminal: what is withheld and why, doubts first."""
    return "\n".join(_lines(review)) + "\n"


def _lines(review: Review) -> Iterator[str]:
    yield NOTICE
    yield f"{review.path} for {review.ceiling}: the version is {review.result}, of {review.original or 'no banner'}"
    if review.compilation:
        yield "The banner is above every portion: the whole may be classified by compilation."
    yield ""
    yield f"In doubt ({len(review.doubts)}): mend the mark, or decide on file"
    yield from (_line(block) for block in review.doubts)
    withheld = [block for block in review.blocks if block.decision is Decision.WITHHELD and not block.doubt]
    yield ""
    yield f"Withheld ({len(withheld)})"
    yield from (_line(block) for block in withheld)
    yield ""
    yield f"Echoes ({len(review.echoes)}): released text that repeats withheld text"
    yield from (f"  {echo.place} repeats {echo.words} words of {echo.source}" for echo in review.echoes)
    if review.unexamined:
        yield ""
        yield "Not examined"
        yield from (f"  {item}" for item in review.unexamined)


def _line(block: Reviewed) -> str:
    mark = f" {block.mark}" if block.mark else ""
    digest = f"\n      sha256 {block.sha256}" if block.sha256 else ""
    return f"  {block.id}{mark}, line {block.line}: {block.reason}{digest}"


_STYLE = """\
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem; }
.notice { background: #b00020; color: #fff; padding: .5rem 1rem; font-weight: bold; }
table { border-collapse: collapse; width: 100%; margin-top: 1rem; }
td, th { border: 1px solid #ccc; padding: .4rem .6rem; text-align: left; vertical-align: top; }
td.text { width: 35%; white-space: pre-wrap; font-family: ui-monospace, monospace; }
tr.withheld td { background: #fdecea; } tr.doubt td { background: #fff4e5; } tr.dropped td { color: #777; }
"""


def review_html(review: Review) -> str:
    """A page with the original and the version side by side, one row a block; texts only where they were asked for."""
    rows = "\n".join(_row(block) for block in review.blocks)
    echoes = "".join(
        f"<li>{escape(echo.place)} repeats {echo.words} words of {escape(echo.source)}</li>" for echo in review.echoes
    )
    unexamined = "".join(f"<li>{escape(item)}</li>" for item in review.unexamined)
    compilation = "<p>The banner is above every portion: the whole may be classified by compilation.</p>"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Review for {escape(review.ceiling)}</title>
<style>
{_STYLE}</style>
</head>
<body>
<p class="notice">{NOTICE}</p>
<h1>{escape(review.path)}</h1>
<p>Ceiling {escape(review.ceiling)}; the version is {escape(review.result)}; the original {escape(review.original or "has no banner")}.</p>
{compilation if review.compilation else ""}
<p>{len(review.doubts)} in doubt, {len(review.echoes)} echoes.</p>
<ul>{echoes}{unexamined}</ul>
<table>
<thead><tr><th>Block</th><th>Decision</th><th>Original</th><th>Version</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""  # noqa: E501


def _row(block: Reviewed) -> str:
    kind = "doubt" if block.doubt else block.decision.value
    name = f"{block.id} {block.mark or ''}<br>{block.kind}, line {block.line}"
    original = escape(block.text) if block.text is not None else "&#8230;"
    public = escape(block.public) if block.public is not None else "&#8230;"
    return (
        f'<tr class="{kind}"><td>{name}</td><td>{block.decision.value}: {escape(block.reason)}</td>'
        f'<td class="text">{original}</td><td class="text">{public}</td></tr>'
    )
