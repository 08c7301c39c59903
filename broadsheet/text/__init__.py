"""What words are made of: plain text, dates, mathematics, Markdown, TeX."""
