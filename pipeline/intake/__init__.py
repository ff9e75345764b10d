"""Taking in PDFs: what lies in the inbox, what of it is new, and the batches that it forms."""
