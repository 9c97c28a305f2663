"""The Recipe that makes an expense sheet of receipts and invoices, with its evidence."""
