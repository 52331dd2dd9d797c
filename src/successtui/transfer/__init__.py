"""What goes in and out of a workspace as files: bundles, files of other systems, the demo."""
