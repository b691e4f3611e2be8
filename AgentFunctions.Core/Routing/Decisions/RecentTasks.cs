namespace AgentFunctions.Routing.Decisions;

/// <summary>
/// The offers of an agent's latest tasks. From them follows the going rate that reaches a goal. Soft state: lost, it fills again in
/// <see cref="Least"/> tasks. Thread-safe.
/// </summary>
/// <remarks>
/// Offers are what was believed at the time. While beliefs still move fast, old ones would set a going rate that today's tasks pass too
/// often or too seldom, so that at first only few are kept, and more as more is known.
/// </remarks>
/// <param name="most">How many tasks it keeps at most.</param>
public sealed class RecentTasks(int most = RecentTasks.DefaultMost)
{
    /// <summary>Tasks kept by default, once eight times as many were seen.</summary>
    public const int DefaultMost = 300;

    /// <summary>With fewer tasks no going rate is given.</summary>
    public const int Least = 20;

    // The latest eighth of all tasks seen is kept, and no fewer than 40.
    private const int ShareKept = 8;
    private const int FewestKept = 40;

    private readonly Lock _lock = new();
    private readonly Queue<IReadOnlyList<Offer>> _tasks = [];
    private long _seen;

    /// <summary>Keeps a task's offers.</summary>
    public void Add(IReadOnlyList<Offer> offers)
    {
        lock (_lock)
        {
            _tasks.Enqueue(offers);
            _seen++;
            while (_tasks.Count > Math.Min(most, Math.Max(FewestKept, _seen / ShareKept)))
            {
                _tasks.Dequeue();
            }
        }
    }

    /// <summary>The going rate at which the tasks kept would have reached the goal. Null with fewer than <see cref="Least"/>.</summary>
    public GoingRate? GoingRate(RoutingGoal goal)
    {
        IReadOnlyList<Offer>[] tasks;
        lock (_lock)
        {
            tasks = [.. _tasks];
        }

        return tasks.Length < Least ? null : Find(tasks, goal);
    }

    private static GoingRate Find(IReadOnlyList<Offer>[] tasks, RoutingGoal goal)
    {
        (double passes, double spent, List<(double Rate, double Passes, double Price)> steps) = Steps(tasks);
        if (Missing(goal, tasks.Length, passes, spent) is <= 0 and var left)
        {
            return new GoingRate(Decisions.GoingRate.OnlyCheapest, 0, goal is RoutingGoal.Quality || left == 0);
        }

        foreach (var alike in steps.GroupBy(s => s.Rate).OrderByDescending(g => g.Key))
        {
            (double morePasses, double morePrice) = (alike.Sum(s => s.Passes), alike.Sum(s => s.Price));
            double share = Share(Missing(goal, tasks.Length, passes, spent), goal is RoutingGoal.Quality ? morePasses : morePrice);
            if (share < 1)
            {
                return new GoingRate(alike.Key, share, true);
            }

            (passes, spent) = (passes + morePasses, spent + morePrice);
        }

        return new GoingRate(0, 0, goal is RoutingGoal.Spend || Missing(goal, tasks.Length, passes, spent) <= 0);
    }

    private static double Missing(RoutingGoal goal, int tasks, double passes, double spent) => goal switch
    {
        RoutingGoal.Quality quality => (quality.PassRate * tasks) - passes,
        RoutingGoal.Spend spend => ((double)spend.PerTask.Amount * tasks) - spent,
        _ => throw new ArgumentOutOfRangeException(nameof(goal)),
    };

    // How much of what a group of steps adds is missing; a step whose lower bound adds nothing brings no goal nearer.
    private static double Share(double missing, double adds) => missing <= 0 ? 0 : adds <= 0 ? 1 : missing / adds;

    /// <summary>What the cheapest offers alone bring, and what each step to a dearer offer adds.</summary>
    private static (double Passes, double Spent, List<(double Rate, double Passes, double Price)> Steps) Steps(IReadOnlyList<Offer>[] tasks)
    {
        double passes = 0;
        double spent = 0;
        List<(double Rate, double Passes, double Price)> steps = [];
        foreach (IReadOnlyList<Offer> offers in tasks)
        {
            IReadOnlyList<(int Offer, double BelowRate)> path = TradeOff.Path(offers);
            (passes, spent) = (passes + offers[path[0].Offer].LowerPassRate, spent + offers[path[0].Offer].Price);
            foreach (((int from, _), (int to, double rate)) in path.Zip(path.Skip(1)).Where(s => s.Second.BelowRate > 0))
            {
                steps.Add((rate, offers[to].LowerPassRate - offers[from].LowerPassRate, offers[to].Price - offers[from].Price));
            }
        }

        return (passes, spent, steps);
    }
}
