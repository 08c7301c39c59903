"""The elements of HTML and JATS that occur in titles and abstracts, as patterns of their names.

Sources write them, and whoever imports reads them as markup; those of one letter are beside these.
Whatever else looks like an element (`<think>`) belongs to the text.
"""

BLOCKS = "p|title|sec|section|div|li|list-item|label|br|break|disp-quote|h[1-6]"
INLINE = (
    "em|strong|sub|sup|span|tt|small|font|abstract|italic|bold|scp?|underline|monospace|roman"
    "|sans-serif|styled-content|named-content|ext-link|xref|uri|email|list|ul|ol|code|body|html"
    "|inline-formula|disp-formula|alternatives|tex-math|inline-graphic|article-title|title-group"
    "|trans-abstract|fn|institution|math|inf|emphasis|(?:sub|super)script"
)
