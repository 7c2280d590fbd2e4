using System.Runtime.Intrinsics;

namespace Rollout.Judge;

/// <summary>D and its first three derivatives at eight places, and where it puts a normal prior about each of them.</summary>
internal readonly record struct LocalShape(Vector512<double> Value, Vector512<double> Slope, Vector512<double> Bend, Vector512<double> Third)
{
    private const double LeastRate = 0.05;
    private const double MostRate = 3;
    private const double MostMoved = 4;
    private const double LeastBent = 0.02;

    /// <summary>
    /// Mode and deviation of e^D times a normal, D continued as events that come at a rate growing like e^(rate y) would have it: exact
    /// for rare shares, a guess for others. And the log of the integral by that guess.
    /// </summary>
    /// <param name="deviation">The normals'.</param>
    /// <param name="off">How far the normals' centres lie above the places.</param>
    /// <param name="moved">From the places to the modes.</param>
    /// <param name="width">Posterior deviation.</param>
    /// <param name="guess">ln of the integral.</param>
    public void Under(double deviation, Vector512<double> off, out Vector512<double> moved, out Vector512<double> width, out Vector512<double> guess)
    {
        var precision = Vector512.Create(1 / (deviation * deviation));
        var bend = Vector512.MinNative(Bend, Vector512.Create(-1e-12));
        var rate = Vector512.MinNative(Vector512.MaxNative(Third / bend, Vector512.Create(-MostRate)), Vector512.Create(MostRate));
        rate = Vector512.ConditionalSelect(
            Vector512.LessThan(Vector512.Abs(rate), Vector512.Create(LeastRate)), Vector512.Create(LeastRate), rate);
        var perRate = Vector512<double>.One / rate;
        var most = Vector512.Abs(perRate) * MostMoved;

        // One step of Newton's rule, bent as the rate bends D: right for a wide prior as for a narrow one, and near enough between.
        var bent = Vector512<double>.One + (rate * (Slope + (off * precision)) / (precision - bend));
        moved = Vector512.MinNative(Vector512.Log(Vector512.MaxNative(bent, Vector512.Create(LeastBent))) * perRate, most);
        var growth = Vector512.Exp(rate * moved);
        width = Vector512.Sqrt(Vector512<double>.One / (precision - (bend * growth)));
        guess = Value + (Slope * moved) + (bend * perRate * (((growth - Vector512<double>.One) * perRate) - moved))
            - ((moved - off) * (moved - off) * precision * 0.5);
    }
}
