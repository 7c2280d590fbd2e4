namespace Rollout.Judge;

/// <summary>When one kernel releases what begins late, on a planned path: by past information, in portions, as the kernel itself does.</summary>
internal sealed class HorizonOnsets
{
    private readonly double[] released;
    private readonly double[] unreleased;

    /// <param name="design">Of the kernel.</param>
    /// <param name="looks">Of the rollout.</param>
    /// <param name="information">Planned for all of it, as a multiple of the kernel's own.</param>
    public HorizonOnsets(KernelDesign design, HorizonLooks looks, double information)
    {
        (released, unreleased) = (new double[looks.Ends.Length], new double[looks.Ends.Length]);
        var (pending, left, before) = (0.0, 1 - design.AtStart, 0.0);
        for (var look = 0; look < released.Length; look++)
        {
            var now = pending > design.OnsetQuantum ? pending : 0;
            (pending, left) = (pending - now, left - now);
            (released[look], unreleased[look]) = (now, Math.Max(0, left));
            var after = Math.Min(looks.Ends[look] * information, 1);
            pending += (1 - design.AtStart) * (after - before);
            before = after;
        }
    }

    /// <summary>Prior mass that is released just before a look, and what is not released after it.</summary>
    public (double Released, double Unreleased) this[int look] => (released[look], unreleased[look]);

    /// <summary>The look before which harm begins that has so much of the prior before it. 0: from the start; beyond the last look: not within this rollout.</summary>
    public int LookOf(double uniform)
    {
        for (var look = 0; look < unreleased.Length; look++)
        {
            if (1 - unreleased[look] > uniform)
            {
                return uniform < 1 - unreleased[0] ? 0 : look;
            }
        }

        return unreleased.Length;
    }
}
