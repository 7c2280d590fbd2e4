namespace Rollout.Cli.Forecasting;

/// <summary>`rollout forecast --help`.</summary>
internal static class ForecastHelp
{
    public const string Text = """
        rollout forecast: how long a rollout would take on this fleet

        From the fleet's own history: how soon each loss would be found, which losses
        cannot be found at all and with how many canaries they could, and how soon a
        release that loses nothing would be promoted.

        usage:
          rollout forecast --events FILE [options]
          rollout forecast --buckets FILE [options]

        history (files as `rollout judge` reads them; - is standard input):
          --events FILE        CSV with the header time,node,value: one row an order
          --buckets FILE       CSV with the header time,node,count,sum[,traffic]: one
                               row a node and bucket; a missing row is a missing scrape
          --start TIME         when the rollout would start (default: the end of the
                               data); what lies after it is not looked at
          Two days of history show the rhythm of the day, two weeks that of the week
          (in UTC); with less, one rate is taken for all hours, and it is said.

        the rollout:
          --canary-nodes 1     how many nodes get the new version first
          --loss 0.05,0.1,0.2,0.5
                               losses to look for, above 0, to 1
          --tolerance 0.1      the loss that is excluded before promotion
          --alpha 0.01         chance of a false rollback, above 0, to 0.5
          --alpha-promote 0.05 chance of a false promotion, likewise
          --horizon 6h         planned length of judging: windows of this length in the
                               history tell how much nodes differ, and harm is proven
                               at the threshold that is simulated for it
          --bucket 60s         1s to 5m, aligned to the epoch in UTC
          --warm-up 120s       from the start on, discarded; part of all times
          --kind revenue       revenue (orders and their values) or count (orders)
          --harm-floor 0       losses up to this are no harm, from 0 to below 1
          --no-calibration     phi 1 and sigma0 0: as if all nodes were alike

        result:
          -o json, --json      {"start", "nodes", "canaryNodes", ..., "losses":
                               [{"loss", "canaryNodes", "medianMinutes", "q90Minutes",
                               "detectable", "smallestDetectableLoss",
                               "canaryNodesNeeded", "chance",
                               "medianMinutesWithNeeded"}],
                               "minutesToPromote", "promote": {"tolerance",
                               "medianMinutes", "q90Minutes", "possible"}, "stages":
                               [the same for 20 %, 10 % and the tolerance], "notes"}
          Half of the rollouts that lose so much are rolled back by medianMinutes, nine
          in ten by q90Minutes, never stopping at a promotion; null: fewer ever are.
          detectable: a canary that is like its fellows is caught at all, however long
          one waits (at most ten years). canaryNodesNeeded: the fewest with which it
          is; null: not with half of the fleet either. chance: part of the rollouts
          that are ever caught. For revenue a loss is one of orders.

        exit codes: 0 a forecast; 2 bad input, every problem listed on stderr with its
        place and how to mend it.
        """;
}
