using System.Globalization;
using static Rollout.Server.Client.RolloutProgress;

namespace Rollout.Demo.Terminal;

/// <summary>Numbers as people read them; what is not known is said, never shown as zero.</summary>
public static class Wording
{
    public const string Unknown = "-";

    /// <summary>Whole, with thousands apart.</summary>
    public static string Whole(double? number) => number is { } known ? known.ToString("#,0", CultureInfo.InvariantCulture) : Unknown;

    public static string Percent(double? share) => share is { } known ? (100 * known).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %" : Unknown;

    public static string Number(double? number, string format = "0.0;-0.0;0.0") =>
        number is { } known ? known.ToString(format, CultureInfo.InvariantCulture) : Unknown;

    public static string Nodes(double? many) => many is 1 ? "1 node" : $"{Number(many, "0")} nodes";

    /// <summary>The effect with its interval, and the evidence of both sides against their thresholds (natural logarithms).</summary>
    public static string Effect(MetricSeen metric) => $"effect {Percent(metric.Effect)} [{Percent(metric.Low)} to {Percent(metric.High)}]";

    public static string Evidence(MetricSeen metric) =>
        $"harm {Number(metric.LogEHarm)} of {Number(metric.HarmThreshold)}, safe {Number(metric.LogESafe)} of {Number(metric.SafeThreshold)}";
}
