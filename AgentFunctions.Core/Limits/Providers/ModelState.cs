using System.Text.Json.Serialization;
using AgentFunctions.Models;

namespace AgentFunctions.Limits.Providers;

/// <summary>What all instances share about a model: what left within the last minute, who asks, and what 429s have taught.</summary>
/// <param name="Seen">When each instance asked last, Unix seconds.</param>
internal sealed record ModelState(IReadOnlyList<SlotUse> Slots, IReadOnlyDictionary<string, long> Seen, ModelThrottle Throttle)
{
    // Providers answer 429 now and then for reasons of their own. Only a share above this says that the rate is too high.
    private const double StrayShare = 0.1;

    // Too few to speak of a share.
    private const long FewCalls = 10;

    // An instance that has not asked for this long has no share; one that asks says so anew well before.
    private const int ActiveSeconds = 60;
    private const int TellSeconds = 20;

    public static ModelState New { get; } = new([], new Dictionary<string, long>(), ModelThrottle.None);

    /// <summary>Calls of the last minute that were answered 429, second by second.</summary>
    public IReadOnlyList<SlotUse> Refused { get; init; } = [];

    /// <summary>429s came.</summary>
    /// <param name="refused">How many, as far as they were not told before.</param>
    /// <param name="isStray">Whether they were few among the instance's own calls; counts where the calls of all instances are not known.</param>
    /// <param name="sentAt">When the call of the last one was sent.</param>
    public ModelState Throttled(int refused, bool isStray, DateTimeOffset sentAt, TimeSpan? retryAfter, bool isConfigured, DateTimeOffset now)
    {
        long second = now.ToUnixTimeSeconds();
        List<SlotUse> all = [.. CallWindow.Recent(Refused, second), new SlotUse(second, refused, 0)];
        long calls = Math.Max(FewCalls, CallWindow.Recent(Slots, second).Sum(s => s.Calls));
        bool isSaturated = isConfigured ? all.Sum(s => s.Calls) > StrayShare * calls : !isStray;
        return this with
        {
            Refused = all,
            Throttle = isSaturated ? Throttle.Throttled(sentAt, retryAfter, isConfigured, now) : Throttle.Pause(retryAfter, now),
        };
    }

    /// <summary>An instance asks for a slice.</summary>
    /// <returns>The next state, null when nothing is worth storing; and the answer.</returns>
    public (ModelState? Next, SliceAnswer Answer) Take(SliceRequest request, ModelDefinition model, DateTimeOffset now)
    {
        long second = now.ToUnixTimeSeconds();
        ModelThrottle throttle = request.Answered ? Throttle.Answered(RateLimits.IsConfigured(model), now) : Throttle;
        RateLimits limits = RateLimits.Of(model, throttle);
        Dictionary<string, long> seen = Seen.Where(s => s.Value > second - ActiveSeconds).ToDictionary();
        bool isTold = seen.TryGetValue(request.Instance, out long toldAt) && toldAt > second - TellSeconds;
        seen[request.Instance] = isTold ? toldAt : second;
        List<SlotUse> slots = [.. CallWindow.Recent(Slots, second).Select(s => s.Second == request.UnusedFrom ? GiveBack(s, request.Unused) : s)];

        long fitsAt = limits.IsNone ? second : CallWindow.FitsAt(slots, request.Need, limits, request.Lane, second);
        bool isGranted = fitsAt <= second && now >= throttle.PausedUntil;
        CallSize granted = !isGranted || limits.IsNone ? default : Slice(request, limits, CallWindow.Room(slots, limits, request.Lane, second), seen.Count);
        if (granted.Calls > 0)
        {
            slots.Add(new SlotUse(second, granted.Calls, granted.Tokens));
            slots = [.. slots.GroupBy(s => s.Second).OrderBy(g => g.Key).Select(g => new SlotUse(g.Key, g.Sum(s => s.Calls), g.Sum(s => s.Tokens)))];
        }

        bool isWorthStoring = granted.Calls > 0 || throttle != Throttle || request.Unused.Calls > 0 || (!isTold && !limits.IsNone);
        SliceAnswer answer = new(isGranted, granted, second, DateTimeOffset.FromUnixTimeSeconds(fitsAt), limits, throttle, seen.Count);
        return (isWorthStoring ? this with { Slots = slots, Seen = limits.IsNone ? Seen : seen, Throttle = throttle } : null, answer);
    }

    /// <summary>As much as the instance has use for, but no more than its share of what is there now or of what comes while the slice lasts.</summary>
    private static CallSize Slice(SliceRequest request, RateLimits limits, CallSize room, int instances)
    {
        long coming = (long)Math.Min(limits.CallsPerSecond(request.Need.Tokens) * CallWindow.SliceSeconds, int.MaxValue);
        long share = Math.Max(coming / instances, Math.Min(room.Calls, room.Tokens / Math.Max(1, request.Need.Tokens)) / instances);
        long calls = Math.Clamp(Math.Min(request.Want, share), request.Need.Calls, Math.Max(request.Need.Calls, room.Calls));
        long tokens = limits.Tokens is null ? 0 : Math.Max(request.Need.Tokens, Math.Min(calls * request.Need.Tokens, room.Tokens));
        return new CallSize(calls, tokens);
    }

    private static SlotUse GiveBack(SlotUse slot, CallSize unused) =>
        slot with { Calls = Math.Max(0, slot.Calls - unused.Calls), Tokens = Math.Max(0, slot.Tokens - unused.Tokens) };
}

/// <summary>What an instance asks for.</summary>
/// <param name="Need">Less is of no use.</param>
/// <param name="Want">Calls that it expects to make while the slice lasts.</param>
/// <param name="Lane">Null: before all lanes.</param>
/// <param name="Unused">What it gives back of its slice before.</param>
/// <param name="UnusedFrom">When that slice was taken, Unix seconds.</param>
/// <param name="Answered">True when a call sent after the last cut was answered.</param>
internal sealed record SliceRequest(string Instance, CallSize Need, long Want, Tasks.Lane? Lane, CallSize Unused, long UnusedFrom, bool Answered);

/// <summary>What an instance gets, and what it learns.</summary>
/// <param name="TakenAt">Unix seconds.</param>
/// <param name="FitsAt">When to ask again, unless paused.</param>
/// <param name="Instances">How many instances share the model.</param>
internal sealed record SliceAnswer(
    bool IsGranted, CallSize Slice, long TakenAt, DateTimeOffset FitsAt, RateLimits Limits, ModelThrottle Throttle, int Instances);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelState))]
internal sealed partial class ModelStateJson : JsonSerializerContext;
