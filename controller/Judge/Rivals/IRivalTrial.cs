namespace Rollout.Judge;

/// <summary>One rollout as a rule of others follows it.</summary>
public interface IRivalTrial
{
    /// <summary>Adds one bucket and says whether the rule rolls back now. Not called again after it has.</summary>
    bool Observe(in RivalSample sample);

    /// <summary>What the rule says when the last bucket has been seen and it has not rolled back: most rules promote what they could not refute.</summary>
    Verdict AtEnd();
}
