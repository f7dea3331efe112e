"""The desk's pages of what keeps coming back, and of publishing the measures against it."""

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.categories import CATEGORIES
from rules.permissions import Permission
from rules.thai_time import MONTHS_TH
from rules.words.prevention import ANALYSIS_TAB, FINDINGS, MEASURE_FIELDS, NO_CATEGORY, OTHER_UNIT
from service.analysis_document import preview_analysis, publish_analysis
from service.errors import InvalidInput
from service.patterns import begin_counting, may_analyse, patterns_page
from service.prevention import measures
from service.prevention_effects import begin_preparing, keep_prepared, prepared_content
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.disclosure_tabs import TABS, Tab
from web.errors import problems_of
from web.pages import page

TABS[70] = Tab("desk.analysis", ANALYSIS_TAB, (Permission.SEE_NUMBERS,))


@pages.get("/disclosure/analysis", endpoint="analysis")
@officer_view(Permission.SEE_NUMBERS)
def analysis() -> Response:
    """The measures, late ones first; no case is opened for this page."""
    with work(writes=False) as opened:
        listed = measures(opened)
        may_count = may_analyse(opened.officer())
    return page(
        "analysis/list.html",
        measures=listed,
        may_count=may_count,
        late=sum(one.standing is not None and one.standing.days_left < 0 for one in listed),
        done=sum(one.done_on is not None for one in listed),
    )


@pages.get("/disclosure/analysis/patterns", endpoint="patterns")
@officer_view(Permission.SEE_NUMBERS)
def patterns() -> Response:
    """What keeps coming back among the cases that this officer can open."""
    with work(writes=True) as opened:
        chosen = begin_counting(opened)
    with work(writes=False) as opened:
        view = patterns_page(opened, chosen)
    return page(
        "analysis/patterns.html",
        page=view,
        found=view.patterns,
        categories={one.code: one.words for one in CATEGORIES} | {"": NO_CATEGORY},
        units={**view.units, "": OTHER_UNIT},
        findings=FINDINGS,
        months=MONTHS_TH,
    )


def _redraw_publish(typed: MultiDict[str, str]) -> Response:
    return _draw_publish(typed, renewed=True)


@pages.get("/disclosure/analysis/publish", endpoint="analysis_publication")
@officer_view(Permission.PUBLISH, Permission.SEE_NUMBERS)
def analysis_publication() -> Response:
    """The page as readers outside would see it, and the way to publish it."""
    return _draw_publish(MultiDict())


@pages.post("/disclosure/analysis/publish", endpoint="publish_analysis")
@officer_view(Permission.PUBLISH, redraw=_redraw_publish)
def take_publication() -> Response:
    """The measures, published as a version."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            publish_analysis(opened, typed)
    except InvalidInput as refused:
        return _draw_publish(typed, refused)
    return go_to(url_for("desk.analysis_publication", saved=1))


@pages.post("/disclosure/analysis/effects", endpoint="prepare_effects")
@officer_view(Permission.SEE_NUMBERS)
def prepare_effects() -> Response:
    """The public counts before and after, counted anew and kept as far as they may be told."""
    with work(writes=True) as opened:
        chosen = begin_preparing(opened)
    with work(writes=False) as opened:
        content = prepared_content(opened, chosen)
    with work(writes=True) as opened:
        keep_prepared(opened, content)
    return go_to(url_for("desk.analysis_publication", saved=1))


def _draw_publish(
    typed: MultiDict[str, str], refused: InvalidInput | None = None, *, renewed: bool = False
) -> Response:
    with work(writes=False) as opened:
        preview = preview_analysis(opened)
        may_count = may_analyse(opened.officer())
    return page(
        "analysis/publish.html",
        refused.status if refused else 200,
        preview=preview,
        document=preview.document,
        may_count=may_count,
        typed=typed,
        labels={name: words.th for name, words in MEASURE_FIELDS.items()},
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        saved="saved" in request.args,
    )
