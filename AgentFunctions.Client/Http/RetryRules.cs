using System.Net;
using Polly;
using Polly.Retry;

namespace AgentFunctions.Client.Http;

/// <summary>Which answers are worth another attempt, and when.</summary>
internal sealed class RetryRules(AgentFunctionsClientOptions options)
{
    /// <summary>Requests under a rule, retried.</summary>
    public ResiliencePipeline<HttpResponseMessage> Create(RepeatRule rule)
    {
        ResiliencePipelineBuilder<HttpResponseMessage> builder = new() { TimeProvider = options.TimeProvider };
        return rule == RepeatRule.Never || options.Retries == 0
            ? builder.Build()
            : builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.LongestRetryDelay,
                ShouldHandle = arguments => ValueTask.FromResult(IsWorthIt(arguments.Outcome, rule)),
                DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } response ? RetryAfter(response) : null),
                OnRetry = arguments =>
                {
                    arguments.Outcome.Result?.Dispose();
                    return ValueTask.CompletedTask;
                },
            }).Build();
    }

    /// <summary>What the server said; null when it said nothing.</summary>
    public TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - options.TimeProvider.GetUtcNow() is var wait => wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };

    private bool IsWorthIt(Outcome<HttpResponseMessage> outcome, RepeatRule rule) => outcome switch
    {
        { Exception: HttpRequestException e } => rule == RepeatRule.Always || NeverArrived(e),
        { Exception: TimeoutException } => rule == RepeatRule.Always,
        { Result: { } response } => IsWorthIt(response, rule) && !(RetryAfter(response) > options.LongestRetryAfter),
        _ => false,
    };

    private static bool IsWorthIt(HttpResponseMessage response, RepeatRule rule) =>
        response.StatusCode == HttpStatusCode.TooManyRequests
        || (rule == RepeatRule.Always && (response.StatusCode == HttpStatusCode.RequestTimeout || (int)response.StatusCode >= 500));

    private static bool NeverArrived(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
}
