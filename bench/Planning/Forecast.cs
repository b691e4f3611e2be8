using AgentFunctions.Bench.Planning.Scaling;

namespace AgentFunctions.Bench.Planning;

/// <summary>
/// Reckons how a pool does: means of arrivals, backlog and busy workers follow the rate curve and the controller's looks and starts, second by second;
/// at each moment Erlang C says how many of those that begin then wait by chance, and how long.
/// </summary>
/// <remarks>
/// Backlog: fluid approximation, first come first served. Offered load: that of infinitely many servers, m' = rate - m / S (modified offered load,
/// Jagerman 1975; Massey and Whitt 1994). Chance: as if each moment lasted (pointwise stationary approximation, Green and Kolesar 1991).
/// </remarks>
internal sealed class Forecast
{
    // Nobody knows how the looks lie to the tasks: all of these phases are reckoned with.
    private const int Phases = 4;

    // At less distance from saturation it takes longer to settle than a moment lasts, and Erlang C would promise waits that never build up.
    private const double LeastMargin = 0.5;

    // A backlog that is not worked off by then never is.
    private const double LongestDrain = 24 * 3600;

    private readonly PoolLoad _load;
    private readonly HostingOption _hosting;
    private readonly Knobs _knobs;
    private readonly ForecastSums _sums;
    private readonly EventClock _clock = new();
    private readonly IScaleRule _rule;
    private readonly double _step;
    private readonly LinkedList<(double At, double Tasks)> _backlog = new();
    private readonly Queue<(double At, int Instances)> _starting = new();
    private double _waiting;
    private double _limited;
    private double _busy;
    private double _offered;
    private int _ready;
    private int _wanted;

    private Forecast(PoolLoad load, HostingOption hosting, Knobs knobs, ForecastSums sums)
    {
        (_load, _hosting, _knobs, _sums) = (load, hosting, knobs, sums);
        _rule = hosting.Rule(knobs, _clock);
        _step = Math.Clamp(load.MeanSeconds / 8, 0.02, Math.Min(1, _rule.Interval.TotalSeconds));
        (_busy, _offered) = (load.RateBefore * load.MeanSeconds, load.RateBefore * load.MeanSeconds);
        _ready = _wanted = Math.Clamp((int)Math.Ceiling(_busy / knobs.Concurrency), knobs.Minimum, knobs.Maximum);
    }

    public static PoolFigures Of(PoolLoad load, HostingOption hosting, Knobs knobs)
    {
        ForecastSums sums = new();
        for (int phase = 0; phase < (hosting.LookEvery.TotalSeconds > 1 ? Phases : 1); phase++)
        {
            new Forecast(load, hosting, knobs, sums).Run((double)phase / Phases);
        }

        return sums.Read();
    }

    /// <summary>Expected largest of so many independent normal deviates (Blom 1958, with Tukey's approximation of the quantile).</summary>
    public static double LargestOf(int looks)
    {
        double p = (looks - 0.375) / (looks + 0.25);
        return 4.91 * (Math.Pow(p, 0.14) - Math.Pow(1 - p, 0.14));
    }

    private void Run(double phase)
    {
        double now = -PoolLoad.LeadSeconds;
        double look = now + (phase * _rule.Interval.TotalSeconds);
        for (; now < _load.Curve.Seconds || (_waiting > 1e-6 && now < _load.Curve.Seconds + LongestDrain); now += _step)
        {
            _clock.Seconds = now;
            while (_starting.TryPeek(out (double At, int Instances) next) && next.At <= now)
            {
                _ready += _starting.Dequeue().Instances;
            }

            double rate = _load.RateAt(now);
            Move(rate, now);
            if (now >= look)
            {
                Look(rate, now);
                look += _rule.Interval.TotalSeconds;
            }

            if (now >= 0 && now < _load.Curve.Seconds)
            {
                _sums.AddMoment(_ready, _busy, _wanted, _knobs.Concurrency, Cold(rate, _load.SecondsAt(now)).Gone);
            }
        }

        foreach ((double at, double tasks) in _backlog)
        {
            Begin(at, tasks, now);
        }
    }

    private void Move(double rate, double now)
    {
        // What the provider does not take now stands before the workers and keeps none.
        _limited += rate * _step;
        double allowed = _load.ProviderRateAt(now);
        double taken = Math.Min(_limited, allowed * _step);
        double delay = (_limited - taken) / allowed;
        _limited -= taken;

        double seconds = _load.SecondsAt(now);
        double stay = Math.Exp(-_step / seconds);
        _offered = (rate * seconds) + ((_offered - (rate * seconds)) * stay);
        _busy *= stay;
        _backlog.AddLast((now - delay, taken));
        _waiting += taken;
        double begun = Math.Min(_waiting, Math.Max(0, (_ready * _knobs.Concurrency) - _busy));
        (_waiting, _busy) = (_waiting - begun, _busy + begun);
        while (begun > 1e-12 && _backlog.First is { } first)
        {
            (double at, double tasks) = first.Value;
            double part = Math.Min(begun, tasks);
            begun -= part;
            Begin(at, part, now);
            if (tasks - part > 1e-12)
            {
                first.Value = (at, tasks - part);
            }
            else
            {
                _backlog.RemoveFirst();
            }
        }
    }

    private void Begin(double at, double tasks, double now)
    {
        if (at < 0 || at >= _load.Curve.Seconds)
        {
            return;
        }

        (double share, double first, _) = Cold(_load.RateAt(at), _load.SecondsAt(at));
        _sums.Add(new ColdPart(tasks * share, first, _rule.Interval.TotalSeconds, _hosting.Start.TotalSeconds));
        int servers = Math.Max(1, _ready * _knobs.Concurrency);
        double load = Math.Min(_offered, Math.Max(0, servers - Math.Max(0.01, LeastMargin * Math.Sqrt(servers))));

        // Workers of the local host grow as soon as X tasks wait for each.
        double seconds = _load.SecondsAt(at);
        double longest = _hosting.IsLocal && _ready < _knobs.Maximum ? _knobs.Depth * seconds : double.PositiveInfinity;
        _sums.Add(new WaitPart(tasks * (1 - share), now - at, _sums.Waits(load, servers), ErlangC.MeanOfWaiting(load, servers, seconds, _load.Variation), longest));
    }

    /// <summary>Where there may be no instance: the last one goes once so many looks in a row found nothing to do.</summary>
    /// <returns>Share of tasks that find none or one that starts, share of those that came before it was wanted, share of the time without any.</returns>
    /// <remarks>
    /// A look finds something with probability 1 - q, q = exp(-rate × seconds). Until n in a row find nothing, it takes (q^-n - 1) / (1 - q) of them (mean time to a
    /// run of n, Feller 1968, XIII.7). Then each look wants an instance with probability 1 - exp(-rate × look); those that came since the look before wait for both.
    /// </remarks>
    private (double Share, double First, double Gone) Cold(double rate, double seconds)
    {
        double look = _rule.Interval.TotalSeconds;
        double looks = Math.Ceiling(_knobs.Idle.TotalSeconds / look);
        double busy = rate * seconds;
        if (_knobs.Minimum > 0 || rate <= 0 || busy * looks > 50)
        {
            return (0, 1, rate <= 0 && _knobs.Minimum == 0 ? 1 : 0);
        }

        double start = _hosting.Start.TotalSeconds;
        double warm = look * (Math.Exp(busy * looks) - 1) / (1 - Math.Exp(-busy));
        double gone = look / (1 - Math.Exp(-rate * look));
        double first = rate * gone;
        double cold = first + (rate * start);
        return (cold / (cold + (rate * Math.Max(0, warm - start))), first / cold, gone / (gone + warm));
    }

    private void Look(double rate, double now)
    {
        // The largest of several looks is above the mean.
        double above = LargestOf(_rule.LooksKept) * Math.Sqrt(_busy);
        int wanted = _rule.Look(new PoolView(_wanted, _busy + above, _waiting, rate));
        if (wanted > _wanted)
        {
            _starting.Enqueue((now + _hosting.Start.TotalSeconds, wanted - _wanted));
        }
        else if (wanted < _wanted)
        {
            _ready -= Math.Min(_ready, _wanted - wanted);
        }

        _wanted = wanted;
    }
}
