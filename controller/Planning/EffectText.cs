using System.Globalization;
using Rollout.Judge;

namespace Rollout.Planning;

/// <summary>Effects in words: <c>21 % less than its share (between 13 % and 28 % less)</c>.</summary>
internal static class EffectText
{
    public static string Of(string metric, Assessment assessment) =>
        assessment.Effect is { } effect
            ? $"{metric}: the canary has {Change(effect)} its share{Between(assessment)}"
            : $"{metric}: the canary falls behind its share";

    /// <summary><paramref name="effect"/> as a relative difference: <c>21 % less than</c>, <c>3 % more than</c>, <c>just</c>.</summary>
    public static string Change(double effect) => Percent(effect) switch
    {
        "0 %" => "just",
        var percent => $"{percent} {(effect < 0 ? "less" : "more")} than",
    };

    /// <summary><c> (between 13 % and 28 % less)</c>; empty where the interval is not known.</summary>
    public static string Between(Assessment assessment)
    {
        if (assessment is not { Low: { } low, High: { } high } || !double.IsFinite(low) || !double.IsFinite(high))
        {
            return "";
        }

        var (nearer, farther) = Math.Abs(high) <= Math.Abs(low) ? (high, low) : (low, high);
        return Math.Sign(low) == Math.Sign(high) && low != 0
            ? $" (between {Percent(nearer)} and {Percent(farther)} {(low < 0 ? "less" : "more")})"
            : $" (between {Percent(low)} less and {Percent(high)} more)";
    }

    private static string Percent(double ratio) =>
        Math.Abs(ratio * 100).ToString(Math.Abs(ratio) is > 0 and < 0.0095 ? "0.0" : "0", CultureInfo.InvariantCulture) switch
        {
            "0.0" => "0 %",
            var number => number + " %",
        };
}
