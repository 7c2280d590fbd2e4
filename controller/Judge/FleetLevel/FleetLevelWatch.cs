using System.Collections.Immutable;

namespace Rollout.Judge;

/// <summary>
/// Damage that hits all nodes at once does not show in a share (judge/README.md 2.6). This watches the fleet's own level against what
/// its rhythm foretells: the share kernel with the forecast as an endless control, so that it becomes that of a Poisson count, with the
/// day's level as its node effect. It pauses a rollout and never blames the canary. In memory only.
/// </summary>
public sealed record FleetLevelWatch
{
    /// <summary>Chance of pausing a rollout without cause.</summary>
    public const double Alpha = 0.01;

    /// <summary>The forecast as events of an endless control: so small a share that the binomial is a Poisson to nine digits.</summary>
    private const double Share = 1e-6;

    private const int RecentBuckets = 15;

    /// <summary>What is less than this below the forecast of late is over, or never was.</summary>
    private const double Recovered = 0.9;

    private static readonly double[] Losses = [.2, .3, .4, .5, .7, .9, .98];

    private readonly FleetRhythm rhythm;
    private readonly FleetLevelCalibration calibration;
    private readonly KernelDesign design;

    private FleetLevelWatch(FleetRhythm rhythm, FleetLevelCalibration calibration, KernelDesign design) =>
        (this.rhythm, this.calibration, this.design) = (rhythm, calibration, design);

    private string? Sums { get; init; }

    private DateTimeOffset? LastEnd { get; init; }

    private ImmutableQueue<(double Seen, double Expected)> Recent { get; init; } = [];

    /// <summary>ln of the e-value against "the level is as on other days".</summary>
    public double LogE { get; private init; }

    /// <summary>What the fleet did of late, relative to the forecast; null before anything was seen.</summary>
    public double? Level => Recent.IsEmpty ? null : Recent.Sum(r => r.Seen) / Recent.Sum(r => r.Expected);

    /// <summary>The fleet as a whole does less than it should, and still does.</summary>
    public bool IsDown => LogE >= -Math.Log(Alpha) && Level < Recovered;

    /// <param name="rhythm">Of the history.</param>
    /// <param name="calibration">How well it foretells.</param>
    /// <param name="start">Of the rollout.</param>
    /// <param name="planned">Its length: over it the prior on when damage begins is spread.</param>
    public static FleetLevelWatch Begin(FleetRhythm rhythm, FleetLevelCalibration calibration, DateTimeOffset start, TimeSpan planned)
    {
        double[] even = [.. Losses.Select(_ => 1.0)];
        return new FleetLevelWatch(rhythm, calibration, new KernelDesign
        {
            Domain = KernelDomain.ForRates(calibration.Sigma0, 1),
            Phi = calibration.Phi,
            Sigma0 = calibration.Sigma0,
            Alternatives = [.. Losses.Select(l => Math.Log(1 - l))],
            LogWeights = LogSpace.Normalised(even),
            LateLogWeights = LogSpace.Normalised(even),
            AtStart = 0.3,
            HorizonInformation = Math.Max(1, calibration.Scale * rhythm.Events(start, start + planned) / calibration.Phi),
        });
    }

    /// <summary>With one more bucket; one that was counted, or in which nobody was read, changes nothing.</summary>
    public FleetLevelWatch After(FleetBucket bucket)
    {
        var expected = calibration.Scale * rhythm.Events(bucket.Start, bucket.End);
        if (bucket.Start < LastEnd || !(expected > 0) || FleetLevelCount.Of(bucket, calibration.Nodes) is not { } seen)
        {
            return this;
        }

        var sums = Sums is null ? new ShareSums(design) : ShareSums.Unpack(design, Sums);
        sums.Add(new ShareSample(seen, [1], [expected / Share], Share));
        var recent = Recent.Enqueue((seen, expected));
        return this with
        {
            Sums = sums.Pack(),
            LastEnd = bucket.End,
            LogE = sums.LogHarm(),
            Recent = recent.Count() > RecentBuckets ? recent.Dequeue() : recent,
        };
    }
}
