"""Functions on texts: plain text, dates, mathematics, Markdown, TeX."""
