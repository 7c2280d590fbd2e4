using System.Reflection;

namespace Rollout.Demo.Processes;

/// <summary>How to start the executable that runs now once more.</summary>
internal static class ThisExecutable
{
    /// <summary>Program and first arguments: the launcher itself, or <c>dotnet</c> with the assembly.</summary>
    public static IReadOnlyList<string> Command()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The system does not say which program this is.");
        var isDotnet = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return isDotnet && Assembly.GetEntryAssembly()?.Location is { Length: > 0 } assembly ? [program, assembly] : [program];
    }
}
