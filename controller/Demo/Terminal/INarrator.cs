using Rollout.Server.Client;

namespace Rollout.Demo.Terminal;

/// <summary>Tells a person what happens: one line a happening, and the rollout as it is now.</summary>
public interface INarrator : IAsyncDisposable
{
    /// <summary>Says one line.</summary>
    void Say(string line, Tone tone = Tone.Plain);

    /// <summary>Shows the rollout as it is now, in place of what was shown before.</summary>
    void Show(RolloutSeen rollout);
}
