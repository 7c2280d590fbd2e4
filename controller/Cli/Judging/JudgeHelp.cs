namespace Rollout.Cli.Judging;

/// <summary>`rollout judge --help`.</summary>
internal static class JudgeHelp
{
    public const string Text = """
        rollout judge: a verdict on recorded data

        Says what a controller would have said, had it looked after every bucket from
        --start on: it stops at the first Worse (roll back) or NoWorse (go on).

        usage:
          rollout judge --events FILE --canary NODE[,NODE...] --start TIME [options]
          rollout judge --buckets FILE --canary NODE[,NODE...] --start TIME [options]
          rollout judge --cases FILE.jsonl

        data (- is standard input; gzip is told by its content; rows in any order):
          --events FILE        CSV with the header time,node,value: one row an order.
                               A node's silence is quiet. Negative values are refunds:
                               left out and counted in the notes. Rows that are equal
                               in everything are several orders.
          --buckets FILE       CSV with the header time,node,count,sum and optionally
                               traffic (sessions assigned): one row a node and bucket,
                               time its start, the figures of this bucket alone. A
                               missing row is a missing scrape, a row of zeros is a
                               quiet bucket; a node and bucket twice is an error.
          Times are RFC 3339 with Z or an offset, decimals have a point. At most
          2 GiB decompressed, 10,000 nodes, 64 KiB a line, 2,000,000 buckets.

        what is judged:
          --canary NODE,...    the nodes with the new version
          --start TIME         when they got it. What lies before is the history:
                               expected shares, noise and order values come from it.
                               Without any, shares are taken as equal, and it is said.
          --end TIME           the last moment to look at (default: the end of the data)
          --bucket 60s         1s to 5m, aligned to the epoch in UTC
          --warm-up 120s       from --start on, discarded
          --kind revenue       revenue (orders and their values) or count (orders)

        how sure it must be:
          --alpha 0.01         chance of a false Worse over all looks, above 0, to 0.5
          --alpha-promote 0.05 chance of a false NoWorse, likewise
          --tolerance 0.1      the loss that NoWorse excludes, between 0 and 1
          --harm-floor 0       losses up to this are no harm, from 0 to below 1
          --horizon DURATION   planned length of judging (default: start to end)
          --no-calibration     phi 1 and sigma0 0: no guarantee against node differences
          --ignore-promote     never stop at NoWorse: end Worse or Insufficient

        result:
          -o json, --json      {"id", "verdict": Better|NoWorse|Worse|Insufficient|
                               Misconfigured, "decidedAt", "minutes", "effect", "low",
                               "high", "logEHarm", "logESafe", "canaryEvents",
                               "fleetEvents", "phi", "sigma0", "expectedShare", "notes",
                               "explanation"}
          effect is the canary's relative difference to what was expected of it; low and
          high hold at all times together with 95 %. Better is NoWorse with low above 0.
          minutes are counted from --start, the warm-up included. A loss between the
          harm floor and the tolerance may end either way.

          --plot FILE.svg      draws effect, interval and evidence over time

        many at once:
          --cases FILE.jsonl   one JSON object a line (- is stdin), in parallel;
                               one JSON line a case on stdout, in the order given. Names
                               are those of the flags:
            {"id":"a1","events":"x.csv","canary":"n0","start":"2026-11-21T10:00:00Z",
             "alphaPromote":0.05,"warmUp":"90s","noCalibration":true}
          id defaults to the line's number. A path is looked for from the working
          directory first, then from the directory of the cases file. A case with bad
          input has the verdict Misconfigured and its problems in the notes.

        exit codes: 0 any verdict; 2 bad input, every problem listed on stderr with its
        place and how to mend it.
        """;
}
