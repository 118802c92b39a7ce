"""Every reader over thousands of damaged real files: none may crash, hang or take much memory."""
