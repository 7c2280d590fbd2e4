using System.Text;

namespace Rollout.Server.Http;

/// <summary>One server-sent event (WHATWG HTML, section 9.2).</summary>
/// <param name="Epoch">Of the process that published it.</param>
/// <param name="Id">Rising within the epoch; both together are what a client sends back as Last-Event-ID.</param>
/// <param name="Name"><c>status</c> or <c>happening</c>.</param>
/// <param name="Json">One line of JSON.</param>
public sealed record ServerEvent(string Epoch, long Id, string Name, string Json)
{
    private byte[]? wire;

    /// <summary>Written once, however many streams send it.</summary>
    public ReadOnlyMemory<byte> Wire => wire ??= Encoding.UTF8.GetBytes($"id: {Epoch}-{Id}\nevent: {Name}\ndata: {Json}\n\n");
}
