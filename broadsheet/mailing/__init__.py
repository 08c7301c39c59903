"""Mail and posts: an edition as it leaves the site, and how a letter is sent once."""
