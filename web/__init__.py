"""The HTML edge: pages for reporters, for the public and for officers, by Flask and Jinja."""

from flask import Flask


def register(app: Flask) -> None:
    """Add every page, the words that templates speak, and a page for every refusal."""
    from web import (
        desk,
        errors,
        follow_ends,
        follow_survey,
        line_webhook,
        pages,
        public,
        public_installation,
        reporter,
        uploads,
    )

    pages.add_page_words(app)
    uploads.limit_uploads(app)
    errors.answer_errors(app)
    # The last pages of following hang on the blueprint of the others.
    edges = (reporter, follow_ends, follow_survey, line_webhook, public, public_installation)
    for blueprint in dict.fromkeys(edge.blueprint for edge in edges):
        app.register_blueprint(blueprint)
    desk.register_desk(app)
