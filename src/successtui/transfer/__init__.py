"""What goes in and out of a workspace as files: bundles, mapped files of other systems, the demo."""
