"""The words of each language a query may be typed in. A new language is one more file here.

Each file holds `WORDS`: category, then value, then the phrases that mean it, separated by commas.
Phrases are written as people spell them; accents, case and hyphens are folded away when read.
Words of all languages work in one query.
"""
