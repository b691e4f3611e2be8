using System.ClientModel;
using System.Globalization;
using System.Net.Sockets;
using AgentFunctions.Tasks;

namespace AgentFunctions.Models;

/// <summary>What went wrong with a model call, and whether it is worth another try.</summary>
/// <param name="RetryAfter">How long the provider asks to wait.</param>
/// <param name="Throttled">The provider refused the call as one too many.</param>
public sealed record ModelFault(TaskError Error, bool Transient, TimeSpan? RetryAfter = null, bool Throttled = false)
{
    private const int LongestMessage = 300;

    /// <summary>Whether the model's provider is at fault, so that another model may do.</summary>
    public bool IsOfProvider => Error.Code is TaskError.ModelUnavailable or TaskError.ModelRejected;

    /// <summary>Whether the model answered, but not with anything that can be used.</summary>
    public bool IsOfAnswer => Error.Code is TaskError.InvalidOutput or TaskError.OutputTruncated or TaskError.Refusal or TaskError.CheckFailed;

    /// <summary>Classifies an exception of a chat client; null when it is none that a model call is expected to raise.</summary>
    public static ModelFault? Of(Exception exception, DateTimeOffset now) => exception switch
    {
        ClientResultException { Status: 0 } e => Unavailable(e.Message),
        ClientResultException { Status: 408 or 429 or >= 500 } e => Unavailable($"HTTP {e.Status}: {e.Message}") with { RetryAfter = WaitAsked(e, now), Throttled = e.Status == 429 },
        ClientResultException e => new(new TaskError(TaskError.ModelRejected, Short($"HTTP {e.Status}: {e.Message}")), Transient: false),
        ModelSettingException e => new(new TaskError(TaskError.ModelRejected, e.Message), Transient: false),
        CallRefusedException e => new(e.Error, Transient: false),
        AggregateException { InnerException: { } inner } => Of(inner, now),
        HttpRequestException or SocketException or IOException or TimeoutException or TaskCanceledException => Unavailable(exception.Message),
        UnreadableAnswerException => Unavailable(exception.Message),
        System.Text.Json.JsonException or FormatException => Unavailable("The provider's answer could not be read."),
        _ => null,
    };

    /// <summary>What a failed call means to limits and budgets.</summary>
    public static CallEnd EndOf(Exception exception, DateTimeOffset now) => exception switch
    {
        ClientResultException { Status: 429 } e => new CallEnd.Throttled(WaitAsked(e, now)),
        ClientResultException { Status: > 0 } => CallEnd.Rejected.Instance,
        ClientResultException { InnerException: { } inner } => EndOf(inner, now),
        AggregateException { InnerException: { } inner } => EndOf(inner, now),

        // No connection came about, so nothing was asked.
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        } => CallEnd.Rejected.Instance,
        HttpRequestException { InnerException: SocketException } => CallEnd.Rejected.Instance,
        ModelSettingException => CallEnd.Rejected.Instance,
        _ => CallEnd.Unknown.Instance,
    };

    private static ModelFault Unavailable(string message) => new(new TaskError(TaskError.ModelUnavailable, Short(message)), Transient: true);

    private static TimeSpan? WaitAsked(ClientResultException e, DateTimeOffset now)
    {
        string? text = null;
        _ = e.GetRawResponse()?.Headers.TryGetValue("retry-after", out text);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) ? TimeSpan.FromSeconds(seconds)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out DateTimeOffset until) && until > now ? until - now
            : null;
    }

    private static string Short(string message) => message.Length <= LongestMessage ? message : message[..LongestMessage] + "…";
}
