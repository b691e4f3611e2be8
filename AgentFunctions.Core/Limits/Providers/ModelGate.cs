using AgentFunctions.Models;
using AgentFunctions.Storage;
using AgentFunctions.Storage.SharedStates;
using AgentFunctions.Tasks;

namespace AgentFunctions.Limits.Providers;

/// <summary>
/// One instance's way to one model: uses up the slice it holds, asks for the next one when that is worth it, and remembers
/// until when it is not. Thread-safe.
/// </summary>
internal sealed class ModelGate(ModelDefinition model, string instance, StateUpdates updates, TimeProvider time, Func<double> jitter)
{
    // Where nothing is limited, others' 429s are looked for this often while calls are made.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan SliceLife = TimeSpan.FromSeconds(CallWindow.SliceSeconds);

    // A little less than a slice lasts.
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1.6);

    private readonly StateKey _key = LimitKeys.OfModel(model.Name);
    private readonly Lock _lock = new();
    private readonly AskTurn _turn = new();
    private readonly SlotLine _line = new(jitter);
    private readonly DemandMeter _demand = new();
    private readonly RefusedShare _share = new();
    private readonly DateTimeOffset[] _notBefore = new DateTimeOffset[Enum.GetValues<Lane>().Length];
    private CallSize _slice;
    private long _sliceFrom;
    private DateTimeOffset _lookedAt;
    private RateLimits _limits = RateLimits.Of(model, ModelThrottle.None);
    private ModelThrottle _throttle = ModelThrottle.None;
    private int _instances = 1;
    private bool _answered;
    private long _tokensPerCall;
    private int _refused;

    /// <summary>Asks for one call.</summary>
    /// <param name="tokens">Most tokens that it may take; 0 when the model has no limit on them.</param>
    /// <returns>Null when it may be made; what is taken for it cannot be given back, since it counts from now on.</returns>
    public async Task<Admission.Wait?> TakeAsync(CallScope scope, long tokens, CancellationToken cancellationToken)
    {
        CallSize need = new(1, tokens);
        lock (_lock)
        {
            _demand.Add(time.GetUtcNow().ToUnixTimeSeconds());
            _tokensPerCall = need.Tokens;
        }

        Decision decision = await _turn.RunAsync(() => Decide(scope, need), () => AskAsync(scope, need, cancellationToken), cancellationToken).ConfigureAwait(false);
        return decision.Wait;
    }

    /// <summary>The wait that is known of without asking.</summary>
    public Admission.Wait? Foresee(Lane lane, DateTimeOffset since)
    {
        lock (_lock)
        {
            DateTimeOffset now = time.GetUtcNow();
            bool isKnown = now < _throttle.PausedUntil || (!_limits.IsNone && !IsLive(now) && now < _notBefore[(int)lane]);
            return isKnown ? Wait(lane, since, now) : null;
        }
    }

    /// <summary>A call that was let through ended.</summary>
    /// <param name="reserved">Tokens taken for it.</param>
    public async Task SettleAsync(CallEnd end, long reserved, DateTimeOffset sentAt)
    {
        lock (_lock)
        {
            _share.Count(isRefused: end is CallEnd.Throttled);
        }

        switch (end)
        {
            case CallEnd.Answered answered:
                lock (_lock)
                {
                    // Fewer tokens than reserved give nothing back: OpenAI and Azure OpenAI count a request by the output that it
                    // may have, not by what it has (their pages on rate limits and quota).
                    long more = answered.Usage.Input + answered.Usage.Output - reserved;
                    _slice = model.TokensPerMinute is null || more <= 0 ? _slice : _slice with { Tokens = _slice.Tokens - more };
                    _answered |= sentAt > _throttle.CutAt;
                }

                break;
            case CallEnd.Throttled throttled:
                await ThrottleAsync(throttled.RetryAfter, sentAt).ConfigureAwait(false);
                break;
        }
    }

    private async Task ThrottleAsync(TimeSpan? retryAfter, DateTimeOffset sentAt)
    {
        bool isConfigured = RateLimits.IsConfigured(model);
        (int refused, bool isStray) = (0, false);
        lock (_lock)
        {
            DateTimeOffset now = time.GetUtcNow();
            _refused++;
            isStray = _share.IsStray;
            bool isKnown = sentAt <= _throttle.CutAt + SliceLife && now + (retryAfter ?? TimeSpan.Zero) <= _throttle.PausedUntil;
            Learn(_throttle.Pause(retryAfter, now));
            if (isKnown && (isConfigured || isStray || !_limits.IsNone))
            {
                return;
            }

            (refused, _refused) = (_refused, 0);
        }

        try
        {
            ModelThrottle? stored = await updates.ApplyAsync(
                _key,
                ModelStateJson.Default.ModelState,
                state =>
                {
                    ModelState next = (state ?? ModelState.New).Throttled(refused, isStray, sentAt, retryAfter, isConfigured, time.GetUtcNow());
                    return (next, next.Throttle);
                },
                CancellationToken.None).ConfigureAwait(false);
            lock (_lock)
            {
                Learn(stored ?? _throttle);
            }
        }
        catch (Exception)
        {
            // Whatever it is, the call's own outcome must not suffer. This instance knows; the others will learn it from the provider.
        }
    }

    private void Learn(ModelThrottle throttle) => (_throttle, _limits) = (throttle, RateLimits.Of(model, throttle));

    /// <summary>Null when the table must be asked.</summary>
    private Decision? Decide(CallScope scope, CallSize need)
    {
        lock (_lock)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (now < _throttle.PausedUntil)
            {
                return new Decision(Wait(scope, now));
            }

            if (_limits.IsNone)
            {
                return now < _lookedAt + LookEvery ? Decision.Go : null;
            }

            if (IsLive(now) && _slice.Holds(need))
            {
                _slice -= need;
                return Decision.Go;
            }

            return now < NotBefore(scope) ? new Decision(Wait(scope, now)) : null;
        }
    }

    private async Task<Decision?> AskAsync(CallScope scope, CallSize need, CancellationToken cancellationToken)
    {
        SliceRequest request;
        lock (_lock)
        {
            long want = _demand.Read(time.GetUtcNow().ToUnixTimeSeconds()) * CallWindow.SliceSeconds;
            request = new(instance, need, want, scope.Begun ? null : scope.Lane, _slice, _sliceFrom, _answered);
            (_slice, _answered) = (default, false);
        }

        SliceAnswer? answer = await updates.ApplyAsync(
            _key, ModelStateJson.Default.ModelState, state => (state ?? ModelState.New).Take(request, model, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            return new Decision(answer is null ? PutOff(scope) : Use(answer, request, scope));
        }
    }

    private Admission.Wait? Use(SliceAnswer answer, SliceRequest request, CallScope scope)
    {
        DateTimeOffset now = time.GetUtcNow();
        Learn(answer.Throttle);
        (_instances, _lookedAt) = (answer.Instances, now);
        if (!answer.IsGranted)
        {
            Close(scope.Begun ? Lane.Interactive : scope.Lane, answer.FitsAt);
            return Wait(scope, now);
        }

        if (!answer.Limits.IsNone)
        {
            (_slice, _sliceFrom) = (answer.Slice - request.Need, answer.TakenAt);

            if (answer.Slice.Calls < request.Want)
            {
                // The model is saturated: its shares are given out once while a slice lasts, somewhat sooner to interactive calls.
                Close(Lane.Interactive, now + (AskEvery * jitter() / 2));
                Close(Lane.Standard, now + (AskEvery * (0.75 + (jitter() / 2))));
            }
        }

        return null;
    }

    private Admission.Wait PutOff(CallScope scope)
    {
        DateTimeOffset now = time.GetUtcNow();
        Close(scope.Lane, now + (AskEvery * (0.5 + jitter())));
        return Wait(scope, now);
    }

    // What has no room for a lane has none for those behind it.
    private void Close(Lane lane, DateTimeOffset until)
    {
        for (int behind = (int)lane; behind < _notBefore.Length; behind++)
        {
            _notBefore[behind] = until > _notBefore[behind] ? until : _notBefore[behind];
        }
    }

    private DateTimeOffset NotBefore(CallScope scope) => _notBefore[scope.Begun ? 0 : (int)scope.Lane];

    private bool IsLive(DateTimeOffset now) => _slice.Calls > 0 && now.ToUnixTimeSeconds() < _sliceFrom + CallWindow.SliceSeconds;

    private Admission.Wait Wait(CallScope scope, DateTimeOffset now) =>
        scope.Begun ? Wait(Earliest(Lane.Interactive) + (AskEvery * jitter()), now) : Wait(scope.Lane, scope.Since, now);

    private Admission.Wait Wait(Lane lane, DateTimeOffset since, DateTimeOffset now)
    {
        TimeSpan spacing = TimeSpan.FromSeconds(Math.Clamp(_instances / _limits.CallsPerSecond(_tokensPerCall), 0, 3600));
        return Wait(_line.Next(lane, Earliest(lane), spacing, now - since, now), now);
    }

    private DateTimeOffset Earliest(Lane lane) => _throttle.PausedUntil > _notBefore[(int)lane] ? _throttle.PausedUntil : _notBefore[(int)lane];

    private Admission.Wait Wait(DateTimeOffset until, DateTimeOffset now) =>
        new(now < _throttle.PausedUntil
            ? new WaitReason(WaitReason.ProviderPause, $"The provider of model '{model.Name}' asked for a pause.", until)
            : new WaitReason(WaitReason.ProviderLimit, $"Model '{model.Name}' has taken as many calls as it may.", until));

    /// <summary>What is to be done with a call: null lets it through.</summary>
    private sealed record Decision(Admission.Wait? Wait)
    {
        public static Decision Go { get; } = new((Admission.Wait?)null);
    }
}
