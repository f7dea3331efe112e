"""The HTML edge: pages for reporters, for the public and for officers, by Flask and Jinja."""

from flask import Flask


def register(app: Flask) -> None:
    """Add every page, the words that templates speak, and a page for every refusal."""
    from web import desk, errors, follow_ends, pages, public, reporter, uploads

    pages.add_page_words(app)
    uploads.limit_uploads(app)
    errors.answer_errors(app)
    # The last pages of following hang on the blueprint of the others.
    for edge in (reporter, follow_ends, public):
        app.register_blueprint(edge.blueprint)
    desk.register_desk(app)
