using System.Text;
using Microsoft.AspNetCore.Http;

namespace Rollout.Demo.Door;

/// <summary>What the door itself answers.</summary>
internal static class DoorAnswers
{
    public static async Task TextAsync(HttpContext context, int code, string text, string contentType = "text/plain; charset=utf-8")
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = contentType;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
    }
}
