namespace Rollout.Telemetry.Exposition;

/// <summary>Names of instruments as Prometheus has them (OpenTelemetry specification, "Prometheus and OpenMetrics Compatibility"). Pure.</summary>
internal static class PrometheusNames
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "seconds", ["ms"] = "milliseconds", ["By"] = "bytes", ["%"] = "percent",
    };

    /// <summary>Name of the family: with its unit, without <c>_total</c>.</summary>
    public static string Of(string name, string? unit, bool isGauge)
    {
        var plain = new string([.. name.Select((c, i) => char.IsAsciiLetter(c) || c == '_' || c == ':' || (i > 0 && char.IsAsciiDigit(c)) ? c : '_')]);
        var suffix = unit == "1" ? (isGauge ? "ratio" : null) : unit is null ? null : Units.GetValueOrDefault(unit);
        return suffix is null || plain.EndsWith("_" + suffix, StringComparison.Ordinal) ? plain : $"{plain}_{suffix}";
    }
}
