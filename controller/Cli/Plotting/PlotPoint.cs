namespace Rollout.Cli.Plotting;

/// <summary>What one look showed. Relative differences (-0.21 = 21 % less); natural logs of e-values.</summary>
/// <param name="Minutes">From the start to the look.</param>
/// <param name="Effect">Null before any event.</param>
/// <param name="Low">Null or -1 where nothing bounds it from below.</param>
/// <param name="High">Null where nothing bounds it from above.</param>
/// <param name="LogEHarm">Of "harm".</param>
/// <param name="LogESafe">Of "no loss of the tolerance".</param>
/// <param name="HarmThreshold">Where harm is proven, at this look.</param>
/// <param name="SafeThreshold">Where the tolerance is excluded.</param>
internal readonly record struct PlotPoint(
    double Minutes, double? Effect, double? Low, double? High, double LogEHarm, double LogESafe, double HarmThreshold, double SafeThreshold);
