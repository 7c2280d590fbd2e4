using System.Globalization;
using Rollout.Judge;

namespace Rollout.Benchmarks.Orders;

/// <summary>Real orders: how often an unchanged canary is rolled back, and how soon one that loses half of its orders, by rule.</summary>
internal static class OrdersBenchmark
{
    private const int Salts = 100;
    private const int SaltsAtOnce = 10;

    /// <summary>Issue 2: at most 9 of 500.</summary>
    private const double FalseRollbacksAllowed = 9.0 / 500;

    private static readonly IReadOnlyList<IRivalRule> Others =
        [new ThresholdRule(every: TimeSpan.FromMinutes(1)), new ThresholdRule(every: TimeSpan.FromHours(1)), new PeekedTTest(0.01)];

    public static async Task<int> RunAsync(bool quick, CancellationToken cancellation)
    {
        if (RealOrders.Find() is not { } path)
        {
            await Console.Error.WriteLineAsync($"the real orders are absent: {RealOrders.Place} (beside the repository) is needed for this benchmark");
            return 2;
        }

        var orders = await RealOrders.ReadAsync(path, cancellation);
        var salts = quick ? SaltsAtOnce : Salts;
        var begin = TimeProvider.System.GetTimestamp();
        var (same, halved) = (new Dictionary<string, List<RuleOutcome>>(StringComparer.Ordinal), new Dictionary<string, List<RuleOutcome>>(StringComparer.Ordinal));
        for (var salt = 0; salt < salts; salt += SaltsAtOnce)
        {
            var cases = Enumerable.Range(salt, SaltsAtOnce)
                .SelectMany(s => Enumerable.Range(0, OrderCase.Nodes).SelectMany(c => new[] { new OrderCase(s, c, false), new OrderCase(s, c, true) })).ToArray();
            var judged = await JudgedOrders.JudgeAsync(cases, orders, cancellation);
            foreach (var (one, said) in cases.Zip(judged))
            {
                var into = one.Halved ? halved : same;
                Add(into, "rollout judge (defaults: alpha 1 %)", said.Outcome);
                var minutes = MinuteSeries.Of(one, orders);
                foreach (var rule in Others)
                {
                    Add(into, rule.Name, minutes.Follow(rule));
                }
            }

            await Console.Error.WriteLineAsync($"{salt + SaltsAtOnce} of {salts} salts");
        }

        Print(orders, same, halved, TimeProvider.System.GetElapsedTime(begin));
        var (ours, caught) = (same.First().Value, halved.First().Value);
        return ours.Count(o => o.RolledBackAfter is not null) <= FalseRollbacksAllowed * ours.Count && caught.All(o => o.RolledBackAfter is not null) ? 0 : 1;
    }

    private static void Add(Dictionary<string, List<RuleOutcome>> into, string rule, RuleOutcome outcome)
    {
        if (!into.TryGetValue(rule, out var outcomes))
        {
            into.Add(rule, outcomes = []);
        }

        outcomes.Add(outcome);
    }

    private static void Print(
        IReadOnlyList<Order> orders, Dictionary<string, List<RuleOutcome>> same, Dictionary<string, List<RuleOutcome>> halved, TimeSpan took)
    {
        var opening = orders.First(o => o.At >= RealOrders.Start).At - RealOrders.Start;
        Console.WriteLine(FormattableString.Invariant($"""
            {orders.Count:#,0} sales of a British gift shop (UCI Online Retail, CC BY 4.0); day d of the new
            calendar is trading days 25d to 25d + 24 overlaid by the time of day; 4 days to
            calibrate ({orders.Count(o => o.At < RealOrders.Start):#,0} sales), 2 days to judge ({orders.Count(o => o.At >= RealOrders.Start):#,0}); customers hashed to 5 nodes,
            every node in turn the canary. Minutes count from midnight, the night included:
            the first sale of the judged days comes after {opening.TotalMinutes:0}.

            """));
        Table.Print([["rule", "false rollbacks", "halved canary caught", "median minutes"], .. same.Keys.Select(rule => new[]
        {
            rule, Rate(same[rule]), Rate(halved[rule]), Median(halved[rule]),
        })]);
        Console.WriteLine(FormattableString.Invariant($"\n{same.First().Value.Count + halved.First().Value.Count} cases in {took.TotalSeconds:0} s"));
    }

    private static string Rate(List<RuleOutcome> outcomes)
    {
        var many = outcomes.Count(o => o.RolledBackAfter is not null);
        return FormattableString.Invariant($"{many} of {outcomes.Count} ({100.0 * many / outcomes.Count:0.0} %)");
    }

    private static string Median(List<RuleOutcome> outcomes)
    {
        var times = outcomes.Where(o => o.RolledBackAfter is not null).Select(o => o.RolledBackAfter!.Value).Order().ToArray();
        return times.Length == 0 ? "-" : times[times.Length / 2].TotalMinutes.ToString("0", CultureInfo.InvariantCulture);
    }
}
