using System.Globalization;

namespace Rollout.Judge;

/// <summary>Figures as a person says them.</summary>
public static class PlainFigures
{
    private const double Certain = 1e9;

    /// <summary>"21 % less", "as much as", "3 % more"; errors: "21 % fewer".</summary>
    public static string Change(double effect, bool counted = false) => Math.Round(effect * 100, Math.Abs(effect) < 0.0995 ? 1 : 0) switch
    {
        0 => counted ? "as many" : "as much",
        < 0 and var less => $"{Number(-less)} % {(counted ? "fewer" : "less")}",
        var more => $"{Number(more)} % more",
    };

    /// <summary>Whether a difference is too small to be named.</summary>
    public static bool IsSame(double effect) => Math.Round(effect * 100, 1) == 0;

    /// <summary>" (between 13 % and 28 % less)"; empty where nothing is bounded.</summary>
    public static string Between(double? low, double? high, bool counted = false)
    {
        var bounded = low > -1;
        return (bounded, high) switch
        {
            (false, null) => "",
            (true, { } most) when Change(low!.Value, counted) == Change(most, counted) => "",
            (false, { } most) => $" (at most {Change(most, counted)})",
            (true, null) => $" (at least {Change(low!.Value, counted)})",
            (true, { } most) when low < 0 && most < 0 => $" (between {Number(Percent(-most))} % and {Change(low.Value, counted)})",
            (true, { } most) when low > 0 && most > 0 => $" (between {Number(Percent(low.Value))} % and {Change(most, counted)})",
            (true, { } most) => $" (between {Change(low!.Value, counted)} and {Change(most, counted)})",
        };
    }

    /// <summary>"under 1 in 1,000": an e-value E comes about without cause with a chance of at most 1/E (Ville's inequality).</summary>
    /// <param name="logE">Natural log of the e-value.</param>
    /// <param name="budget">The chance that is promised anyway, by whatever threshold.</param>
    public static string Chance(double logE, double budget = 1)
    {
        var oneIn = Math.Max(Math.Exp(Math.Min(logE, Math.Log(Certain))), 1 / budget);
        var power = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(oneIn) + 1e-9) - 1));
        return $"under 1 in {(Math.Floor((oneIn / power) + 1e-9) * power).ToString("#,0", CultureInfo.InvariantCulture)}";
    }

    /// <summary>An e-value with two digits.</summary>
    public static string Evidence(double logE) => logE switch
    {
        double.NaN => "no number",
        >= 20 => "more than 100 million",
        <= -6.9 => "less than 0.001",
        _ => Math.Exp(logE) is var e && e >= 100 ? Math.Round(e).ToString("#,0", CultureInfo.InvariantCulture)
            : e.ToString(e >= 10 ? "0" : e >= 1 ? "0.#" : "0.###", CultureInfo.InvariantCulture),
    };

    /// <summary>"37 minutes", "2.5 hours".</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalMinutes: < 2 } => Many(Math.Max(0, Math.Ceiling(time.TotalSeconds)), "second"),
        { TotalHours: < 3 } => Many(Math.Round(time.TotalMinutes), "minute"),
        { TotalDays: < 3 } => Many(Math.Round(time.TotalHours, 1), "hour"),
        _ => Many(Math.Round(time.TotalDays), "day"),
    };

    /// <summary>"10 %".</summary>
    public static string Part(double part) => $"{Number(Math.Round(part * 100, 1))} %";

    private static double Percent(double part) => Math.Round(part * 100, Math.Abs(part) < 0.0995 ? 1 : 0);

    private static string Many(double number, string unit) => $"{Number(number)} {unit}{(number == 1 ? "" : "s")}";

    private static string Number(double number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);
}
