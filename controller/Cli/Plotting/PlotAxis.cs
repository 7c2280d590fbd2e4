using System.Globalization;

namespace Rollout.Cli.Plotting;

/// <summary>One axis: values to places on the page, and round ticks.</summary>
internal sealed record PlotAxis(double Low, double High, double At, double Length)
{
    /// <summary>Where a value stands; beyond the axis it stands just outside, so that a line to it is cut off by the frame.</summary>
    public double Place(double value)
    {
        var part = (value - Low) / (High - Low);
        return At + (Length * Math.Clamp(double.IsNaN(part) ? 0 : part, -0.05, 1.05));
    }

    public bool Holds(double value) => value >= Low && value <= High;

    /// <summary>Multiples of 1, 2 or 5 times a power of ten.</summary>
    public IEnumerable<double> Ticks(int about)
    {
        var rough = (High - Low) / about;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        for (var i = Math.Ceiling((Low / step) - 1e-9); i * step <= High + (1e-9 * step); i++)
        {
            yield return i == 0 ? 0 : i * step; // never -0
        }
    }

    /// <summary>A coordinate in the file: a tenth of a point is finer than print.</summary>
    public static string Coordinate(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
