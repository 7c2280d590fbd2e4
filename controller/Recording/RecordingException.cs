namespace Rollout.Recording;

/// <summary>A list could not be read from the store; the message is for people and says the mend.</summary>
public sealed class RecordingException(string message, Exception? inner = null) : Exception(message, inner);
