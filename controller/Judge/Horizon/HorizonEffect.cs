namespace Rollout.Judge;

/// <summary>
/// What may be believed of a node effect that was measured on few placebo windows. The mean z² of a window, 1 + sigma0² I, was found with so
/// many degrees of freedom; the truth is spread about it as df/chi² (the predictive law behind Student's t: for a window that is
/// judged like those that were measured, the chance of an extreme z is then what it is said to be).
/// </summary>
/// <param name="Sigma0">As measured, without caution.</param>
/// <param name="Information">Of a placebo window, after phi.</param>
/// <param name="Freedom">Degrees of freedom.</param>
/// <param name="OfRates">
/// The effect multiplies a rate whose share was measured as a mean: its typical value on the log scale lies half its variance below, and a
/// node without harm seems that much worse more often than better.
/// </param>
internal sealed record HorizonEffect(double Sigma0, double Information, double Freedom, bool OfRates)
{
    /// <summary>Beyond so many nothing is left to be uncertain about.</summary>
    private const double Certain = 1e5;

    private const double Step = 0.75;
    private const int Either = 5;

    /// <summary>Null where the calibration left no doubt, or did not say.</summary>
    public static HorizonEffect? Of(PartBaseline part, bool ofRates) => part is { Freedom: > 0 and < Certain, WindowInformation: > 0 }
        ? new HorizonEffect(part.MeasuredSigma0, part.WindowInformation, part.Freedom, ofRates)
        : null;

    /// <summary>The node effect at a normal score: chi² by its cube root (Wilson and Hilferty, PNAS 17, 1931), never below a hundredth of its mean.</summary>
    public double At(double score)
    {
        var part = 2 / (9 * Freedom);
        var root = Math.Max(1 - part - (score * Math.Sqrt(part)), 0.2154);
        var square = (1 + (Sigma0 * Sigma0 * Information)) / (root * root * root);
        return Math.Sqrt(Math.Max(0, (square - 1) / Information));
    }

    /// <summary>Where the effects of such a size lie about.</summary>
    public double Centre(double sigma0) => OfRates ? -sigma0 * sigma0 / 2 : 0;

    /// <summary>Node effects with their log weights: the trapezoid rule over the normal score.</summary>
    public IReadOnlyList<(double Sigma0, double LogWeight)> Nodes()
    {
        var scores = Enumerable.Range(-Either, (2 * Either) + 1).Select(i => i * Step).ToArray();
        var weights = LogSpace.Normalised([.. scores.Select(z => Math.Exp(-z * z / 2))]);
        return [.. scores.Select((z, i) => (At(z), weights[i]))];
    }
}
