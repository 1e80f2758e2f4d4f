"""The children's boards as pages: what is shown and chosen on each child's tablet, and the group's screen."""
