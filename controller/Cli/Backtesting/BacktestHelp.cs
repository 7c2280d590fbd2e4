namespace Rollout.Cli.Backtesting;

/// <summary>`rollout backtest --help`.</summary>
internal static class BacktestHelp
{
    public const string Text = """
        rollout backtest: what would have happened on your own past

        Plays windows of the past as if one node had got a new version: every node in
        turn is the pretended canary, each of its orders is lost with the given chance,
        and the judge sees the window bucket by bucket with a baseline made from what
        lies before it, as a controller would. The rules of others get the same data.

        usage:
          rollout backtest --events FILE  [options]
          rollout backtest --buckets FILE [options]

        data (as rollout judge takes them; - is standard input, gzip by its content):
          --events FILE        CSV with the header time,node,value: one row an order
          --buckets FILE       CSV with the header time,node,count,sum[,traffic]: one
                               row a node and bucket; counts are then thinned
                               binomially and sums in proportion
          At least two windows long. Windows begin after a third of the data and see
          at most 30 days of history, all of it before them.

        what is played:
          --loss 0,0.1,0.2,0.5 parts of the canary's orders that are lost; at 0 every
                               rollback is false
          --runs 500           pretended rollouts a loss, up to 20000; the default
                               (2,000 for the four losses) over six months of minutes
                               takes some 12 minutes of processor time: 80 took 28.5 s
          --window 6h          length of each, and the planned length of judging
          --seed 1             same seed, data and options: same answer, bit for bit
          --bucket 60s         1s to 5m, aligned to the epoch in UTC
          --warm-up 120s       from a window's start on, discarded
          --kind revenue       revenue (orders and their values) or count (orders)

        how sure it must be:
          --alpha 0.01         chance of a false rollback over all looks
          --alpha-promote 0.05 chance of a false promotion
          --tolerance 0.1      the loss that a promotion excludes

        result, false rollbacks first:
          -o json, --json      {"losses": [{"loss", "runs", "rolledBack", "promoted",
                               "undecided", "medianMinutes", "oracleMedianMinutes",
                               "rivals": [{"rule", and the same figures}]}], "notes"}
          medianMinutes counts from a window's start, warm-up included, over the runs
          that were rolled back. The oracle is a likelihood-ratio test that knows the
          loss: nobody can be faster at the same error rate.

        exit codes: 0 done; 2 bad input, every problem listed on stderr with its place
        and how to mend it.
        """;
}
