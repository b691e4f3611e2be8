using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using AgentFunctions.Webhooks.Secrets;
using AgentFunctions.Webhooks.Targets;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Webhooks.Delivery;

/// <summary>Posts signed messages to receivers, by the Standard Webhooks specification 1.0.0.</summary>
public sealed class WebhookSender : IDisposable
{
    // All of it, the connection included. The specification recommends 15 to 30 s.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(15);

    // Of an answer's body, so that the connection can be used again; longer ones lose it.
    private const int MostRead = 4096;

    private readonly HttpClient _client;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;

    public WebhookSender(IOptions<WebhookOptions> options, HostLookup lookup, TimeProvider time)
    {
        (_options, _time) = (options.Value, time);
        _client = new HttpClient(GuardedConnections.Handler(_options, lookup)) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Agent-Functions", null));
    }

    /// <summary>Sends a message once.</summary>
    /// <param name="id">The same for every try.</param>
    /// <param name="secrets">Each makes a signature.</param>
    public async Task<SendOutcome> SendAsync(Uri target, string id, ReadOnlyMemory<byte> body, IReadOnlyList<WebhookSecret> secrets, CancellationToken cancellationToken)
    {
        // The settings may have changed since intake.
        if (CallbackUrl.Read(target.AbsoluteUri, _options).Fault is not null)
        {
            return new SendOutcome.Failed(SendFault.NotAllowed);
        }

        using CancellationTokenSource late = new(AnswerWithin, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using HttpRequestMessage request = Request(target, id, body, secrets);
            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            SendOutcome outcome = OutcomeOf(response);
            await DropAsync(response, either.Token).ConfigureAwait(false);
            return outcome;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendOutcome.Failed(SendFault.Timeout);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new SendOutcome.Failed(CodeOf(e));
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Request(Uri target, string id, ReadOnlyMemory<byte> body, IReadOnlyList<WebhookSecret> secrets)
    {
        long at = _time.GetUtcNow().ToUnixTimeSeconds();
        HttpRequestMessage request = new(HttpMethod.Post, target) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", string.Join(' ', secrets.Select(secret => secret.Sign(id, at, body.Span))));
        return request;
    }

    private SendOutcome OutcomeOf(HttpResponseMessage response) => response switch
    {
        { IsSuccessStatusCode: true } => new SendOutcome.Taken((int)response.StatusCode),
        { StatusCode: HttpStatusCode.Gone } => new SendOutcome.Failed(SendFault.Gone, (int)response.StatusCode),
        _ => new SendOutcome.Failed(SendFault.Status, (int)response.StatusCode, response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ => null,
        }),
    };

    // Whatever the body does, the status has been said.
    private static async Task DropAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MostRead);
        try
        {
            using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await body.ReadAtLeastAsync(buffer.AsMemory(0, MostRead), MostRead, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string CodeOf(Exception fault) => fault switch
    {
        { InnerException: TargetRefusedException } => SendFault.TargetRefused,
        { InnerException: TimeoutException or OperationCanceledException } => SendFault.Timeout,
        { InnerException: System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.HostNotFound or System.Net.Sockets.SocketError.NoData or System.Net.Sockets.SocketError.TryAgain } } => SendFault.Unresolved,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => SendFault.Unresolved,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => SendFault.Tls,
        _ => SendFault.Unreachable,
    };
}
