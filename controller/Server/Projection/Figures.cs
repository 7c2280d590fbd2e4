using System.Globalization;

namespace Rollout.Server.Projection;

/// <summary>Decimals in status are texts (Kubernetes API conventions: no floats); times are RFC 3339 in UTC.</summary>
public static class Figures
{
    /// <summary>At most <paramref name="places"/> decimals; null for null and for what is no number.</summary>
    public static string? Text(double? value, int places = 4) =>
        value is { } number && double.IsFinite(number)
            ? Math.Round(number, places, MidpointRounding.AwayFromZero).ToString("0.##########", CultureInfo.InvariantCulture)
            : null;

    public static string Text(decimal value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    public static string? Time(DateTimeOffset? at) => at?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
