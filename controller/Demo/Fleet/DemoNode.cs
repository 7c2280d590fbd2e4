namespace Rollout.Demo.Fleet;

/// <summary>A node of the demo: a name and a port on loopback.</summary>
public readonly record struct DemoNode(string Name, int Port);
