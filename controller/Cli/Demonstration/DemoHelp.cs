namespace Rollout.Cli.Demonstration;

/// <summary>`rollout demo --help`.</summary>
internal static class DemoHelp
{
    public const string Text = """
        rollout demo [--listen ADDR:PORT] [--orders FILE] [--keep]

        The main job, live, on this machine, in about three minutes: six shops, a
        balancing front door and customers as real processes on loopback, and the
        ordinary controller (rollout hosts). Release v2 is good and is promoted; v3
        silently loses a quarter of the checkouts and is rolled back because it earns
        less; v4 answers 500 for one product and is caught by an acceptance probe.

          --listen ADDR:PORT  dashboard and API; 127.0.0.1:8080 unless told
          --orders FILE       replays orders (CSV with the header time,node,value,
                              .gz as such), sped up, instead of invented ones
          --speed FACTOR      how many times faster they are replayed; chosen so that
                              the fleet takes 300 orders a second unless told
          --rate ORDERS       orders a second of the whole fleet; 300 unless told
          --seed N            of the invented customers; 1 unless told
          --keep              leaves it running after the story, until Ctrl-C

        Last line: demo: v2 Promoted, v3 RolledBack, v4 RolledBack
        Exit codes: 0 exactly that happened; 1 something else; 2 bad input; 3 the port
        is in use; 130 interrupted. All processes end with it, however it ends.
        """;
}
