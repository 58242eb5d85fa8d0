"""System calls by number: those that a submission has no use for, and the few of which it may make some uses.

Numbers of calls are those of asm/unistd.h, on x86_64 and on aarch64 (None: it has no such call).
"""

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column below, AUDIT_ARCH of linux/audit.h

# What is denied altogether, by rule.
RULES: dict[str, dict[str, tuple[int, int | None]]] = {
    # new processes and programs
    "processes": {
        "fork": (57, None),
        "vfork": (58, None),
        "clone": (56, 220),
        "clone3": (435, 435),
        "execve": (59, 221),
        "execveat": (322, 281),
        "setsid": (112, 157),
        "setpgid": (109, 154),
    },
    "others": {
        "kill": (62, 129),
        "tkill": (200, 130),
        "tgkill": (234, 131),
        "rt_sigqueueinfo": (129, 138),
        "rt_tgsigqueueinfo": (297, 240),
        "ptrace": (101, 117),
        "process_vm_readv": (310, 270),
        "process_vm_writev": (311, 271),
        "process_madvise": (440, 440),
        "process_mrelease": (448, 448),
        "kcmp": (312, 272),
        "pidfd_open": (434, 434),
        "pidfd_getfd": (438, 438),
        "pidfd_send_signal": (424, 424),
        "move_pages": (279, 239),
        "migrate_pages": (256, 238),
        "prlimit64": (302, 261),
        "sched_setparam": (142, 118),
        "sched_setscheduler": (144, 119),
        "sched_setaffinity": (203, 122),
        "sched_setattr": (314, 274),
        "setpriority": (141, 140),
        "ioprio_set": (251, 30),
    },
    "sockets": {
        "socket": (41, 198),
        "socketpair": (53, 199),
        "connect": (42, 203),
        "bind": (49, 200),
        "listen": (50, 201),
        "io_uring_setup": (425, 425),
    },
    # what else is shared with others
    "sharing": {
        "mq_open": (240, 180),
        "mq_unlink": (241, 181),
        "msgget": (68, 186),
        "msgsnd": (69, 189),
        "msgrcv": (70, 188),
        "msgctl": (71, 187),
        "semget": (64, 190),
        "semop": (65, 193),
        "semctl": (66, 191),
        "semtimedop": (220, 192),
        "shmget": (29, 194),
        "shmat": (30, 196),
        "shmctl": (31, 195),
        "keyctl": (250, 219),
        "add_key": (248, 217),
        "request_key": (249, 218),
        "inotify_init": (253, None),
        "inotify_init1": (294, 26),
        "inotify_add_watch": (254, 27),
        "fanotify_init": (300, 262),
    },
    "machine": {
        "unshare": (272, 97),
        "setns": (308, 268),
        "mount": (165, 40),
        "umount2": (166, 39),
        "move_mount": (429, 429),
        "open_tree": (428, 428),
        "open_tree_attr": (467, 467),
        "fsopen": (430, 430),
        "fsmount": (432, 432),
        "fspick": (433, 433),
        "mount_setattr": (442, 442),
        "chroot": (161, 51),
        "pivot_root": (155, 41),
        "open_by_handle_at": (304, 265),
        "bpf": (321, 280),
        "perf_event_open": (298, 241),
        "userfaultfd": (323, 282),
        "personality": (135, 92),
        "quotactl": (179, 60),
        "swapon": (167, 224),
        "swapoff": (168, 225),
        "reboot": (169, 142),
        "acct": (163, 89),
        "syslog": (103, 116),
        "settimeofday": (164, 170),
        "adjtimex": (159, 171),
        "clock_settime": (227, 112),
        "clock_adjtime": (305, 266),
        "sethostname": (170, 161),
        "setdomainname": (171, 162),
        "iopl": (172, None),
        "ioperm": (173, None),
        "init_module": (175, 105),
        "finit_module": (313, 273),
        "delete_module": (176, 106),
        "kexec_load": (246, 104),
        "kexec_file_load": (320, 294),
    },
    # modes, owners, times and attributes of files
    "adorning": {
        "chmod": (90, None),
        "fchmod": (91, 52),
        "fchmodat": (268, 53),
        "fchmodat2": (452, 452),
        "chown": (92, None),
        "fchown": (93, 55),
        "lchown": (94, None),
        "fchownat": (260, 54),
        "utime": (132, None),
        "utimes": (235, None),
        "futimesat": (261, None),
        "utimensat": (280, 88),
        "setxattr": (188, 5),
        "lsetxattr": (189, 6),
        "fsetxattr": (190, 7),
        "setxattrat": (463, 463),
        "removexattr": (197, 14),
        "lremovexattr": (198, 15),
        "fremovexattr": (199, 16),
        "removexattrat": (466, 466),
        "file_setattr": (469, 469),
    },
}
NUMBERS = {name: numbers for rule in RULES.values() for name, numbers in rule.items()}

# What is denied of calls that do many things, by rule: constants of linux/fcntl.h and linux/prctl.h.
COMMANDS: dict[str, dict[str, tuple[int, ...]]] = {
    # F_SETOWN and F_SETOWN_EX name who is sent a signal when something comes in; whoever opens a file of which another
    # process has a lease (F_SETLEASE) waits for it; PR_SET_PDEATHSIG would let a worker outlive who watches it.
    "others": {"fcntl": (8, 15, 1024), "prctl": (1,)},
    "sharing": {"fcntl": (1026,)},  # F_NOTIFY
}
# Of ioctl it is the other way round: every device and file system has commands of its own. Allowed is what Python and
# the C library ask terminals, pipes and sockets for, and a copy of a file (asm-generic/ioctls.h, linux/fs.h).
CONTROLS = {
    "TCGETS": 0x5401,
    "TIOCGWINSZ": 0x5413,
    "FIONREAD": 0x541B,
    "FIONBIO": 0x5421,
    "FIONCLEX": 0x5450,
    "FIOCLEX": 0x5451,
    "FICLONE": 0x40049409,
}
SORTED_OUT = {"fcntl": (72, 25), "prctl": (157, 167), "ioctl": (16, 29)}
